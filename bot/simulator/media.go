package simulator

import "strconv"

// Send sends something that is no text to the bot: "photo", "voice", "sticker", "location",
// "document", "contact" or "poll". The caption is a poll's question; stickers, locations and
// contacts have none.
func (p *Person) Send(kind, caption string) Message {
	m := &message{Message: Message{Kind: kind, Text: caption}}
	p.server.locked(func() { m.media = p.server.media(p, kind, caption) })
	switch kind {
	case "sticker", "location", "contact":
		m.Text = ""
	case "document":
		m.FileName = m.media.Document.FileName
	}
	return p.write(p.chat, m)
}

// SendFile sends a document with this content, which the bot can fetch with getFile.
func (p *Person) SendFile(name string, data []byte, caption string) Message {
	p.server.mu.Lock()
	f := p.server.keep(name, data)
	p.server.mu.Unlock()
	m := &message{Message: Message{Kind: "document", Text: caption, FileName: name, File: data}}
	m.media = &wireMedia{Document: document(f)}
	return p.write(p.chat, m)
}

func (s *Server) media(p *Person, kind, caption string) *wireMedia {
	switch kind {
	case "photo":
		return photo(s.keep("photo.jpg", []byte("\xff\xd8\xff")))
	case "voice":
		return &wireMedia{Voice: &wireVoice{s.keep("voice.ogg", []byte("OggS\x00")).wireFile, 3, "audio/ogg"}}
	case "sticker":
		f := s.keep("sticker.webp", []byte("RIFF\x04\x00\x00\x00WEBPVP"))
		return &wireMedia{Sticker: &wireSticker{wireFile: f.wireFile, Type: "regular", Width: 512, Height: 512, Emoji: "👍"}}
	case "location":
		// Lhasa.
		return &wireMedia{Location: &wireLocation{Latitude: 29.65, Longitude: 91.1}}
	case "document":
		return &wireMedia{Document: document(s.keep("document.txt", []byte("document")))}
	case "contact":
		return &wireMedia{Contact: &wireContact{PhoneNumber: "+8613800000000", FirstName: p.Name, UserID: p.ID}}
	case "poll":
		return &wireMedia{Poll: &wirePoll{
			ID:          strconv.FormatInt(p.ID, 10) + strconv.Itoa(len(p.chat.log)),
			Question:    caption,
			Options:     []wirePollOption{{Text: "1"}, {Text: "2"}},
			IsAnonymous: true,
			Type:        "regular",
		}}
	}
	panic("simulator: people cannot send a " + kind)
}
