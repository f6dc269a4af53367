package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// OfficialAPI is where Telegram's own Bot API server is.
const OfficialAPI = "https://api.telegram.org"

// Options says how to reach Telegram.
type Options struct {
	Token    string
	APIURL   string // "" for OfficialAPI
	HTTP     Doer   // for calls; nil for NewHTTP()
	PollHTTP Doer   // for long polls, apart from calls; nil: HTTP where that is given, else NewHTTP()
	// Timeout ends a call that gets no answer; 0 means 30 seconds.
	Timeout time.Duration
}

// Client makes calls of the Bot API. All its errors are *Failure; OutcomeOf
// tells what became of the call. Its methods may be called from any goroutine.
type Client struct {
	api  *bot.Bot
	wire *wire
	poll *wire
	base string // of the URL, with the token
}

// The shape is Telegram's; whatever else would have to be escaped in a URL.
var tokenShape = regexp.MustCompile(`^[0-9A-Za-z:_-]+$`)

// New makes a client. It does not call Telegram.
func New(o Options) (*Client, error) {
	if !tokenShape.MatchString(o.Token) {
		return nil, errors.New("bot token: want the form 123456:ABC-DEF as @BotFather gave it")
	}
	if o.APIURL == "" {
		o.APIURL = OfficialAPI
	}
	o.APIURL = strings.TrimRight(o.APIURL, "/")
	if u, err := url.Parse(o.APIURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("api url: want the form https://api.telegram.org")
	}
	if o.PollHTTP == nil {
		if o.PollHTTP = o.HTTP; o.PollHTTP == nil {
			o.PollHTTP = NewHTTP()
		}
	}
	if o.HTTP == nil {
		o.HTTP = NewHTTP()
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	c := &Client{
		wire: &wire{http: o.HTTP, token: o.Token, timeout: o.Timeout},
		// The poller's calls bring a deadline of their own.
		poll: &wire{http: o.PollHTTP, token: o.Token, timeout: 2 * time.Minute},
		base: o.APIURL + "/bot" + o.Token + "/",
	}
	api, err := bot.New(o.Token,
		bot.WithSkipGetMe(),
		bot.WithServerURL(o.APIURL),
		bot.WithHTTPClient(o.Timeout, c.wire),
		// The library reports through it what it also returns.
		bot.WithErrorsHandler(func(error) {}),
	)
	if err != nil {
		return nil, fmt.Errorf("telegram client: %s", c.wire.clean(err.Error()))
	}
	c.api = api
	return c, nil
}

// failed turns whatever the library returned into a *Failure.
func (c *Client) failed(method string, err error) error {
	if err == nil {
		return nil
	}
	var f *Failure
	if errors.As(err, &f) {
		f.Method = method
		return f
	}
	// The wire succeeded, so the answer said yes and could not be read.
	return c.wire.failure(method, "understand the answer", shape(err), Ambiguous)
}

// Me returns who the bot is.
func (c *Client) Me(ctx context.Context) (username string, id int64, err error) {
	u, err := c.api.GetMe(ctx)
	if err != nil {
		return "", 0, c.failed("getMe", err)
	}
	return u.Username, u.ID, nil
}

// Send sends a part to a chat and returns the id of the message that it
// became. It answers the message replyTo, unless that is 0 or was deleted.
func (c *Client) Send(ctx context.Context, chat int64, p Part, replyTo int) (int, error) {
	params := &bot.SendMessageParams{
		ChatID: chat, Text: p.HTML, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(),
	}
	if k := keyboard(p.Keyboard); k != nil {
		params.ReplyMarkup = k
	}
	if replyTo != 0 {
		params.ReplyParameters = &models.ReplyParameters{MessageID: replyTo, AllowSendingWithoutReply: true}
	}
	m, err := c.api.SendMessage(lean(ctx, params), params)
	if err != nil {
		return 0, c.failed("sendMessage", err)
	}
	return m.ID, nil
}

// Edit shows a part in place of what a message showed. That it shows the part
// already is a success.
func (c *Client) Edit(ctx context.Context, chat int64, messageID int, p Part) error {
	params := &bot.EditMessageTextParams{
		ChatID: chat, MessageID: messageID, Text: p.HTML, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(),
	}
	if k := keyboard(p.Keyboard); k != nil {
		params.ReplyMarkup = k
	}
	_, err := c.api.EditMessageText(lean(ctx, params), params)
	if err = c.failed("editMessageText", err); refused(err, unchanged...) {
		return nil
	}
	return err
}

// Delete takes a message away. That it is not there any more is a success.
func (c *Client) Delete(ctx context.Context, chat int64, messageID int) error {
	_, err := c.api.DeleteMessage(ctx, &bot.DeleteMessageParams{ChatID: chat, MessageID: messageID})
	if err = c.failed("deleteMessage", err); refused(err, notThere...) {
		return nil
	}
	return err
}

// pressWait is how long the answer to a press may take: whoever pressed looks on,
// and what comes next from the chat waits.
const pressWait = 5 * time.Second

// AnswerCallback ends the waiting sign of a pressed button, with a short text
// or none; an alert has to be closed by the person. Best effort: after a while
// Telegram refuses it.
func (c *Client) AnswerCallback(ctx context.Context, id, text string, alert bool) error {
	ctx, cancel := context.WithTimeout(ctx, pressWait)
	defer cancel()
	_, err := c.api.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{
		// Telegram takes 200 characters.
		CallbackQueryID: id, Text: cut(text, 200), ShowAlert: alert,
	})
	return c.failed("answerCallbackQuery", err)
}

// Typing shows for a few seconds that the bot is about to answer.
func (c *Client) Typing(ctx context.Context, chat int64) error {
	_, err := c.api.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: chat, Action: models.ChatActionTyping})
	return c.failed("sendChatAction", err)
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: bot.True()}
}
