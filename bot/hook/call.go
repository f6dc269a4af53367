package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"ringkeeper/config"
)

// answerWithin is how long a receiver may take to answer.
const answerWithin = 10 * time.Second

// tooFast are the codes by which the robots say that they take no more for now.
// DingTalk redirects who goes on all the same.
var tooFast = map[config.HookKind][]int{
	config.HookWeCom:    {45009},
	config.HookDingTalk: {130101, 410100, 90030},
}

// rest is how long a receiver that takes no more is left alone: WeCom counts by the
// minute, DingTalk shuts out for ten.
var rest = map[config.HookKind]time.Duration{
	config.HookWeCom:    time.Minute,
	config.HookDingTalk: 10 * time.Minute,
	config.HookJSON:     time.Minute,
}

// call makes one call. Its error holds neither the address nor a key.
func (l *line) call(ctx context.Context, m Message) error {
	if l.hook.Kind == config.HookCommand {
		return run(ctx, l.hook.Command, m)
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	q, err := l.request(ctx, m, l.Now())
	if err != nil {
		return err
	}
	answer, err := l.http.Do(q)
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err // its own words hold the address
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return l.understood(answer)
}

// request words a call for its receiver, signed where a secret is set.
func (l *line) request(ctx context.Context, m Message, at time.Time) (*http.Request, error) {
	address, err := url.Parse(l.hook.URL.Reveal())
	if err != nil {
		return nil, errors.New("the address cannot be understood")
	}
	var payload any = m
	if l.hook.Kind != config.HookJSON {
		payload = map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Text}}
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	if l.hook.Kind == config.HookDingTalk && l.hook.Secret.Set() {
		q := address.Query()
		timestamp := strconv.FormatInt(at.UnixMilli(), 10)
		q.Set("timestamp", timestamp)
		q.Set("sign", base64.StdEncoding.EncodeToString(l.sign(timestamp+"\n"+l.hook.Secret.Reveal())))
		address.RawQuery = q.Encode()
	}
	q := (&http.Request{
		Method: http.MethodPost, URL: address, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(ctx)
	if l.hook.Kind == config.HookJSON && l.hook.Secret.Set() {
		timestamp := strconv.FormatInt(at.Unix(), 10)
		q.Header.Set("X-Ringkeeper-Timestamp", timestamp)
		q.Header.Set("X-Ringkeeper-Signature", "sha256="+hex.EncodeToString(l.sign(timestamp+"."+string(body))))
	}
	return q, nil
}

func (l *line) sign(words string) []byte {
	mac := hmac.New(sha256.New, []byte(l.hook.Secret.Reveal()))
	mac.Write([]byte(words))
	return mac.Sum(nil)
}

// understood says whether an answer is a yes. A robot says no in an answer whose
// status is 200.
func (l *line) understood(answer *http.Response) error {
	robot := l.hook.Kind != config.HookJSON
	switch status := answer.StatusCode; {
	case status == http.StatusTooManyRequests, status == http.StatusFound && l.hook.Kind == config.HookDingTalk:
		return fmt.Errorf("status %d: %w", status, errLimited)
	case status < 200 || status > 299:
		return fmt.Errorf("status %d", status)
	case !robot:
		return nil
	}
	var said struct {
		Code *int `json:"errcode"`
	}
	err := json.NewDecoder(io.LimitReader(answer.Body, 64<<10)).Decode(&said)
	switch {
	case err != nil || said.Code == nil:
		return errors.New("the answer is not that of a robot")
	case slices.Contains(tooFast[l.hook.Kind], *said.Code):
		return fmt.Errorf("errcode %d: %w", *said.Code, errLimited)
	case *said.Code != 0:
		return fmt.Errorf("errcode %d", *said.Code)
	}
	return nil
}
