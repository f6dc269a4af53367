package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"ringkeeper/model"
)

// Inviter keeps invitations, by the hash of their secret alone.
type Inviter interface {
	CreateInvite(ctx context.Context, cadreID int64, hash string, expires, at model.Instant) error
}

// Invite makes an invitation link for each cadre; it works once, for life, and
// voids the one before it. Links stand in the order of the cadres.
func Invite(ctx context.Context, st Inviter, username string, cadres []model.Cadre, life time.Duration, at model.Instant) ([]string, error) {
	links := make([]string, len(cadres))
	for i, c := range cadres {
		secret := make([]byte, 18)
		rand.Read(secret) // never fails
		token := base64.RawURLEncoding.EncodeToString(secret)
		if err := st.CreateInvite(ctx, c.ID, hashInvitation(token), at.Add(life), at); err != nil {
			return nil, err
		}
		links[i] = "https://t.me/" + username + "?start=" + token
	}
	return links, nil
}

// hashInvitation is the form in which an invitation is kept: whoever reads the
// database cannot use it.
func hashInvitation(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
