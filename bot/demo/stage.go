package demo

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ringkeeper/bot"
	"ringkeeper/bot/simulator"
	"ringkeeper/config"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// day is the workday that is told.
var day = model.Date(2026, time.November, 24)

// Stage is what the story plays on: a local Telegram over real HTTP on the
// loopback, a folder for the database, a clock, and the people.
type Stage struct {
	Clock    *Clock
	Config   config.Config // with the database, the token and the API of the stage
	Username string        // of the bot

	telegram *simulator.Server
	server   *http.Server
	dir      string
	zone     *time.Location

	cadre, neighbour, office, leader model.Cadre
	house                            model.Household // of neighbour's, which burns
}

// beforeDigest is a moment before the day's digests are due.
func (s *Stage) beforeDigest() time.Time {
	return s.digestAt().Add(-10 * time.Minute)
}

func (s *Stage) digestAt() time.Time {
	return day.At(s.Config.DigestAt.Hour, s.Config.DigestAt.Minute, s.zone)
}

// Open sets the stage.
func Open(c config.Config) (*Stage, error) {
	dir, err := os.MkdirTemp("", "ringkeeper-demo-")
	if err != nil {
		return nil, err
	}
	line, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &Stage{Config: c, Username: "ringkeeper_bot", dir: dir, zone: c.Zone.Location}
	s.Clock = NewClock(s.beforeDigest(), time.Now)
	s.telegram = simulator.New(simulator.Options{Limits: true, Username: s.Username, Now: s.Clock.Now})
	s.server = &http.Server{Handler: s.telegram}
	go s.server.Serve(line)
	s.Config.Database = filepath.Join(dir, "ringkeeper.db")
	s.Config.Token, s.Config.APIURL = config.NewSecret(s.telegram.Token()), "http://"+line.Addr().String()
	return s, nil
}

// Close takes the stage down and removes what it kept.
func (s *Stage) Close() error {
	return errors.Join(s.server.Close(), os.RemoveAll(s.dir))
}

func (s *Stage) invite(ctx context.Context, st *store.Store, who model.Cadre) (token string, err error) {
	links, err := bot.Invite(ctx, st, s.Username, []model.Cadre{who}, time.Hour, model.InstantOf(s.Clock.Now()))
	if err != nil {
		return "", err
	}
	_, token, _ = strings.Cut(links[0], "?start=")
	return token, nil
}
