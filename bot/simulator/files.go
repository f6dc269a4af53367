package simulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const (
	largestPhoto = 10 << 20
	largestFetch = 20 << 20 // of what a bot may download
)

// file is the content of something that was sent.
type file struct {
	wireFile
	name string
	path string
	data []byte
}

// keep stores a file and gives it an id.
func (s *Server) keep(name string, data []byte) *file {
	n := strconv.Itoa(len(s.files) + 1)
	f := &file{
		wireFile: wireFile{FileID: "simulated-file-" + n, FileUniqueID: "simulated-" + n, FileSize: len(data)},
		name:     name,
		path:     "files/file_" + n,
		data:     data,
	}
	s.files[f.FileID] = f
	return f
}

// attachment is the file of a send method: a part of the call, or the id of one that is known.
func (s *Server) attachment(q *request, field string) (*file, error) {
	if up, ok := q.files[field]; ok {
		if len(up.data) == 0 {
			return nil, bad("file must be non-empty")
		}
		return s.keep(up.name, up.data), nil
	}
	if !q.has(field) {
		return nil, bad("there is no %s in the request", field)
	}
	f := s.files[q.values[field]]
	if f == nil {
		return nil, bad("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

func (s *Server) sendDocument(q *request) (any, error) {
	f, err := s.attachment(q, "document")
	if err != nil {
		return nil, err
	}
	return s.sendFile(q, "document", f, &wireMedia{Document: document(f)})
}

func document(f *file) *wireDocument {
	return &wireDocument{f.wireFile, f.name, http.DetectContentType(f.data)}
}

func (s *Server) sendPhoto(q *request) (any, error) {
	f, err := s.attachment(q, "photo")
	if err != nil {
		return nil, err
	}
	if len(f.data) > largestPhoto {
		return nil, bad("file is too big")
	}
	if !strings.HasPrefix(http.DetectContentType(f.data), "image/") {
		return nil, bad("IMAGE_PROCESS_FAILED")
	}
	return s.sendFile(q, "photo", f, photo(f))
}

func photo(f *file) *wireMedia {
	return &wireMedia{Photo: []wirePhoto{{f.wireFile, 1280, 720}}}
}

func (s *Server) sendFile(q *request, kind string, f *file, media *wireMedia) (any, error) {
	text, entities, err := q.body("caption", longestCaption, "message caption")
	if err != nil {
		return nil, err
	}
	m := &message{entities: entities, media: media}
	m.Kind, m.Text, m.HTML, m.FileName, m.File = kind, text, q.values["caption"], f.name, f.data
	return s.send(q, m)
}

func (s *Server) getFile(q *request) (any, error) {
	f := s.files[q.values["file_id"]]
	switch {
	case f == nil:
		return nil, bad("invalid file_id")
	case f.FileSize > largestFetch:
		return nil, bad("file is too big")
	}
	return struct {
		wireFile
		FilePath string `json:"file_path"`
	}{f.wireFile, f.path}, nil
}

// download answers for what follows /file/bot: the token and the path that getFile gave.
func (s *Server) download(rest string) answer {
	token, path, _ := strings.Cut(rest, "/")
	if token != s.token {
		return refused(&refusal{code: 401, text: "Unauthorized"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[fmt.Sprintf("simulated-file-%s", strings.TrimPrefix(path, "files/file_"))]
	if f == nil {
		return refused(&refusal{code: 404, text: "Not Found"})
	}
	return answer{200, "application/octet-stream", f.data}
}
