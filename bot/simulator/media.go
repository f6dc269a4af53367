package simulator

import (
	"fmt"
	"slices"
	"strconv"
)

const (
	largestSent  = 2000 << 20 // of what a person may send
	livePeriod   = 15 * 60    // seconds that a live location goes on
	fewestAlbum  = 2
	mostAlbum    = 10
	longestTitle = 1024 // of a caption that a person writes
)

// Sending is what a person sends that is no plain text.
type Sending struct {
	// Kind is "photo", "video", "animation", "document", "location", "live_location", "venue",
	// "voice", "audio", "video_note", "sticker", "contact", "poll", "dice", "game", "story" or
	// "checklist".
	Kind    string
	Caption string // of a poll, a venue, a game or a checklist the title; what cannot have one must have none
	Size    int    // of the file in bytes; 0: a few. Only the size is played, not so much content
	Name    string // of a document
	ReplyTo Message
	In      *Group // where it is sent; nil: to the bot
}

// where is the chat to which somebody sends.
func (x Sending) where(p *Person) *chat {
	switch {
	case x.In != nil:
		return x.In.chat
	case x.ReplyTo.ID != 0: // an answer stands in the chat of what it answers
		c := p.chat
		p.server.locked(func() { c = p.server.chats[x.ReplyTo.Chat] })
		return c
	}
	return p.chat
}

// captioned are the kinds that have a caption, titled those whose words are part of them.
var (
	captioned = []string{"photo", "video", "animation", "document", "voice", "audio"}
	titled    = []string{"poll", "venue", "game", "checklist"}
)

// Send sends something that is no text to the bot. Of what has no words the caption is left out.
func (p *Person) Send(kind, caption string) Message {
	if !slices.Contains(captioned, kind) && !slices.Contains(titled, kind) {
		caption = ""
	}
	return p.SendThis(Sending{Kind: kind, Caption: caption})
}

// SendThis sends something that is no text.
func (p *Person) SendThis(x Sending) Message {
	m := p.compose(x)
	return p.write(x.where(p), m)
}

// Album sends two to ten photos and videos, or as many documents, or audios, as one album: a
// message for each, with the same media_group_id.
func (p *Person) Album(of ...Sending) (all []Message) {
	if len(of) < fewestAlbum || len(of) > mostAlbum {
		panic(fmt.Sprintf("simulator: an album of %d", len(of)))
	}
	class := func(kind string) string {
		if kind == "video" {
			return "photo"
		}
		return kind
	}
	var group string
	p.server.locked(func() {
		p.server.lastAlbum++
		group = strconv.FormatInt(13_000_000_000_000_000+p.server.lastAlbum, 10)
	})
	for _, x := range of {
		if class(x.Kind) != class(of[0].Kind) || !slices.Contains([]string{"photo", "document", "audio"}, class(x.Kind)) {
			panic("simulator: an album cannot hold a " + x.Kind + " beside a " + of[0].Kind)
		}
		m := p.compose(x)
		m.album = group
		all = append(all, p.write(x.where(p), m))
	}
	return all
}

// compose makes the message of a sending.
func (p *Person) compose(x Sending) *message {
	words := slices.Contains(captioned, x.Kind) || slices.Contains(titled, x.Kind)
	switch {
	case x.Caption != "" && !words:
		panic("simulator: a " + x.Kind + " has no caption")
	case utf16Len(x.Caption) > longestTitle:
		panic("simulator: the app cuts so long a caption")
	case x.Size > largestSent || x.Kind == "photo" && x.Size > largestPhoto:
		panic("simulator: the app sends no file so large")
	}
	m := &message{Message: Message{Kind: x.Kind, Text: x.Caption, ReplyTo: x.ReplyTo.ID}}
	p.server.locked(func() { m.media = p.server.media(p, x) })
	if d := m.media.Document; d != nil && x.Kind == "document" {
		m.FileName = d.FileName
	}
	return m
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

// kept keeps a file of which nothing but its beginning and its size is played.
func (s *Server) kept(x Sending, name, begins string) *file {
	f := s.keep(name, []byte(begins))
	if x.Size > 0 {
		f.FileSize = x.Size
	}
	return f
}

func (s *Server) media(p *Person, x Sending) *wireMedia {
	switch x.Kind {
	case "photo":
		f := s.kept(x, "photo.jpg", "\xff\xd8\xff")
		// Telegram makes smaller ones beside it.
		small := s.keep("photo.jpg", []byte("\xff\xd8"))
		return &wireMedia{Photo: []wirePhoto{{small.wireFile, 90, 51}, {f.wireFile, 1280, 720}}}
	case "video":
		return &wireMedia{Video: &wireVideo{s.kept(x, "video.mp4", "\x00\x00\x00\x18ftypmp42").wireFile, 1280, 720, 9, "video.mp4", "video/mp4"}}
	case "animation":
		f := s.kept(x, "animation.mp4", "\x00\x00\x00\x18ftypmp42")
		return &wireMedia{
			Animation: &wireVideo{f.wireFile, 320, 180, 3, f.name, "video/mp4"},
			Document:  &wireDocument{f.wireFile, f.name, "video/mp4"},
		}
	case "video_note":
		return &wireMedia{VideoNote: &wireVideoNote{s.kept(x, "note.mp4", "\x00\x00\x00\x18ftypmp42").wireFile, 384, 5}}
	case "voice":
		return &wireMedia{Voice: &wireVoice{s.kept(x, "voice.ogg", "OggS\x00").wireFile, 3, "audio/ogg"}}
	case "audio":
		return &wireMedia{Audio: &wireVoice{s.kept(x, "audio.mp3", "ID3").wireFile, 30, "audio/mpeg"}}
	case "sticker":
		f := s.kept(x, "sticker.webp", "RIFF\x04\x00\x00\x00WEBPVP")
		return &wireMedia{Sticker: &wireSticker{wireFile: f.wireFile, Type: "regular", Width: 512, Height: 512, Emoji: "👍"}}
	case "document":
		name := x.Name
		if name == "" {
			name = "document.txt"
		}
		return &wireMedia{Document: document(s.kept(x, name, "document"))}
	}
	return s.nofile(p, x)
}

// nofile is what carries no file.
func (s *Server) nofile(p *Person, x Sending) *wireMedia {
	lhasa := wireLocation{Latitude: 29.65, Longitude: 91.1}
	switch x.Kind {
	case "location":
		return &wireMedia{Location: &lhasa}
	case "live_location":
		lhasa.LivePeriod = livePeriod
		return &wireMedia{Location: &lhasa}
	case "venue":
		return &wireMedia{Location: &lhasa, Venue: &wireVenue{lhasa, x.Caption, "1"}}
	case "contact":
		return &wireMedia{Contact: &wireContact{PhoneNumber: "+8613800000000", FirstName: p.Name, UserID: p.ID}}
	case "poll":
		return &wireMedia{Poll: &wirePoll{
			ID:          strconv.FormatInt(p.ID, 10) + strconv.Itoa(len(p.chat.log)),
			Question:    x.Caption,
			Options:     []wirePollOption{{Text: "1"}, {Text: "2"}},
			IsAnonymous: true,
			Type:        "regular",
		}}
	case "dice":
		return &wireMedia{Dice: &wireDice{"🎲", 4}}
	case "game":
		return &wireMedia{Game: &wireGame{x.Caption, "", []wirePhoto{{s.keep("game.jpg", []byte("\xff\xd8\xff")).wireFile, 640, 360}}}}
	case "story":
		return &wireMedia{Story: &wireStory{p.chat.wire(), 1}}
	case "checklist":
		return &wireMedia{Checklist: &wireChecklist{x.Caption, []wireChecklistTask{{1, "1"}}}}
	}
	panic("simulator: people cannot send a " + x.Kind)
}
