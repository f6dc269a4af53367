package simulator

// getChat describes a chat. The bot knows a person once that person wrote to it.
func (s *Server) getChat(q *request) (any, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == "private" && !c.began {
		return nil, bad("chat not found")
	}
	if c.kind != "private" {
		if err := c.open(); err != nil {
			return nil, err
		}
	}
	var permissions *wirePermissions
	if c.kind != "private" {
		may := !c.silent
		permissions = &wirePermissions{may, may, may, may, may, may, may, may, may, may}
	}
	return struct {
		wireChat
		AccentColorID    int              `json:"accent_color_id"`
		MaxReactionCount int              `json:"max_reaction_count"`
		Permissions      *wirePermissions `json:"permissions,omitempty"`
	}{c.wire(), 0, 11, permissions}, nil
}

// group finds a group of a call that the bot is in.
func (s *Server) group(q *request) (*chat, error) {
	c, err := s.openChat(q)
	if err == nil && c.kind == "private" {
		err = bad("there are no administrators in the private chat")
	}
	return c, err
}

// member describes somebody's standing. Whoever made the group is its creator.
func (s *Server) member(c *chat, p *Person) wireMember {
	status := "left"
	switch {
	case len(c.members) > 0 && c.members[0] == p:
		status = "creator"
	case c.inside[p.ID]:
		status = "member"
	}
	return wireMember{User: s.user(p), Status: status}
}

func (s *Server) getChatMember(q *request) (any, error) {
	c, err := s.openChat(q)
	if err != nil {
		return nil, err
	}
	id, err := q.integer("user_id", 0)
	if err != nil {
		return nil, err
	}
	p := s.persons[id]
	switch {
	case id == s.botID:
		if c.kind == "private" {
			return s.botMember("member"), nil
		}
		return s.botMember(c.bot), nil
	case p == nil:
		return nil, bad("user not found")
	case c.person == p:
		return wireMember{User: s.user(p), Status: "member"}, nil
	}
	return s.member(c, p), nil
}

func (s *Server) getChatMemberCount(q *request) (any, error) {
	c, err := s.openChat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == "private" {
		return 2, nil
	}
	return len(c.members) + 1, nil
}

func (s *Server) getChatAdministrators(q *request) (any, error) {
	c, err := s.group(q)
	if err != nil {
		return nil, err
	}
	out := []wireMember{}
	if len(c.members) > 0 {
		out = append(out, s.member(c, c.members[0]))
	}
	if c.bot == "administrator" {
		out = append(out, s.botMember(c.bot))
	}
	return out, nil
}

func (s *Server) leaveChat(q *request) (any, error) {
	c, err := s.openChat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == "private" {
		return nil, bad("chat member status can't be changed in private chats")
	}
	s.change(c, nil, c.bot, "left")
	return true, nil
}
