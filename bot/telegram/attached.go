package telegram

import "encoding/json"

// Attached is what has to be known of a picture, a file or a place to find it
// again. The file itself stays with Telegram.
type Attached struct {
	FileID    string // by which the bot fetches it
	UniqueID  string // which is the same for every bot, and for ever
	MIME      string
	Name      string // of a file, or of a place
	Size      int64  // in bytes, 0 where it is not said
	Latitude  float64
	Longitude float64
}

// inFile is a file or a place. A photo is a list of them, a venue has its place
// within.
type inFile struct {
	FileID    string   `json:"file_id"`
	UniqueID  string   `json:"file_unique_id"`
	MIME      string   `json:"mime_type"`
	Name      string   `json:"file_name"`
	Size      int64    `json:"file_size"`
	Width     int64    `json:"width"`
	Height    int64    `json:"height"`
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
	Title     string   `json:"title"`
	Location  *inFile  `json:"location"`
}

// attached reads what is to be known of media of a kind, nil where nothing is
// to be kept of it. What cannot be read has nothing to be known either: the
// message's words count all the same.
func attached(kind string, raw json.RawMessage) *Attached {
	var f inFile
	switch kind {
	case "photo":
		var sizes []inFile
		if json.Unmarshal(raw, &sizes) != nil {
			return nil
		}
		for _, s := range sizes {
			if s.Width*s.Height >= f.Width*f.Height {
				f = s
			}
		}
	case "animation", "document", "video", "venue", "location":
		if json.Unmarshal(raw, &f) != nil {
			return nil
		}
		if f.Location != nil {
			f.Latitude, f.Longitude, f.Name = f.Location.Latitude, f.Location.Longitude, f.Title
		}
	}
	a := Attached{FileID: f.FileID, UniqueID: f.UniqueID, MIME: f.MIME, Name: f.Name, Size: f.Size}
	switch {
	case f.Latitude != nil && f.Longitude != nil:
		a.Latitude, a.Longitude = *f.Latitude, *f.Longitude
	case a.FileID == "":
		return nil
	}
	return &a
}
