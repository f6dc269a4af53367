package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"ringkeeper/bot/telegram"
	"ringkeeper/bot/text"
	"ringkeeper/model"
	"ringkeeper/model/store"
)

// menus tells Telegram which commands to offer to whom. It is best effort and
// runs beside the work: without a menu the bot works all the same.
type menus struct {
	client   MenuKeeper
	store    menuStore
	words    *text.Catalogue
	spoken   string // where the reader's own language is not in the catalogue
	username string
	log      *slog.Logger
	wake     chan struct{} // who may do what has changed
}

// MenuKeeper is what shows the menus.
type MenuKeeper interface {
	SetCommands(ctx context.Context, where telegram.Scope, language string, commands []telegram.Command) error
	DropCommands(ctx context.Context, where telegram.Scope, language string) error
}

// menuStore says who is to see which menu, and what Telegram was told.
type menuStore interface {
	Cadres(ctx context.Context, f store.CadreFilter) ([]model.Cadre, error)
	Groups(ctx context.Context) ([]model.Group, error)
	Menus(ctx context.Context) (map[string]string, error)
	KeepMenu(ctx context.Context, scope, fingerprint string) error
}

const (
	menuLook  = time.Hour              // for roles that an import has changed
	menuRetry = time.Minute            // after Telegram could not be reached
	menuPause = 200 * time.Millisecond // between two menus: nobody waits for them
)

// changed says that who may do what has changed.
func (m *menus) changed() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// run keeps the menus as they should be until ctx ends.
func (m *menus) run(ctx context.Context) error {
	for {
		next, wake := menuLook, m.wake
		if err := m.look(ctx); err != nil && ctx.Err() == nil {
			next, wake = max(menuRetry, telegram.OutcomeOf(err).After), nil // whoever is bound meanwhile waits
			m.log.Warn("menus of commands not shown", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
		case <-time.After(next):
		}
	}
}

// menu is a list of commands and who sees it.
type menu struct {
	scope telegram.Scope
	names []string
}

// look tells Telegram what differs from what it was told before.
func (m *menus) look(ctx context.Context) error {
	wanted, err := m.wanted(ctx)
	if err != nil {
		return err
	}
	told, err := m.store.Menus(ctx)
	if err != nil {
		return err
	}
	for _, w := range wanted {
		name, fingerprint := w.scope.String(), m.fingerprint(w)
		if told[name] != fingerprint {
			err := m.tell(ctx, name, fingerprint, func(t tongue) error {
				return m.client.SetCommands(ctx, w.scope, t.theirs, m.commands(w, t.ours))
			})
			if err != nil {
				return err
			}
		}
		delete(told, name)
	}
	for name := range told {
		scope, err := telegram.ParseScope(name)
		if err != nil {
			return err
		}
		err = m.tell(ctx, name, "", func(t tongue) error { return m.client.DropCommands(ctx, scope, t.theirs) })
		if err != nil {
			return err
		}
	}
	return nil
}

// tell makes one call for each language and keeps what was told. What Telegram
// refuses for good, such as the menu of a chat that is no more, counts as told;
// one that is to be taken away stays to be tried, since the bot may come back
// there.
func (m *menus) tell(ctx context.Context, scope, fingerprint string, call func(tongue) error) error {
	refused := false
	for _, t := range m.tongues() {
		err := call(t)
		switch telegram.OutcomeOf(err).Kind {
		case telegram.Sent:
		case telegram.Permanent, telegram.Gone, telegram.Migrated:
			m.log.Debug("menu of commands refused", "error", err)
			refused = true
		default:
			return err
		}
		if refused && fingerprint == "" {
			break
		}
	}
	if !refused || fingerprint != "" {
		if err := m.store.KeepMenu(ctx, scope, fingerprint); err != nil {
			return err
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(menuPause):
		return nil
	}
}

// tongue is a language of Telegram and the catalogue's that is spoken there.
type tongue struct{ theirs, ours string }

// tongues are the catalogue's languages; "" is for everybody else.
func (m *menus) tongues() []tongue {
	all := []tongue{{"", m.spoken}}
	for _, lang := range text.Languages {
		all = append(all, tongue{lang[:2], lang})
	}
	return all
}

// wanted are the menus as they should be: everybody sees what everybody may ask,
// leaders what is overdue too. They are short; what they leave out is a button
// under /today or on a household's card. Groups are bound by the office alone, so
// that it alone is offered it.
func (m *menus) wanted(ctx context.Context) ([]menu, error) {
	all := []menu{
		{telegram.ScopeDefault, []string{"help"}},
		{telegram.ScopePrivate, []string{"today", "household", "emergency", "away", "undo", "me", "help"}},
		{telegram.ScopeGroups, []string{"overdue", "emergencies", "emergency", "help"}},
	}
	office := []string{"overdue", "emergencies", "emergency", "bind", "help"}
	bound, err := m.store.Cadres(ctx, store.CadreFilter{BoundOnly: true})
	if err != nil {
		return nil, err
	}
	accounts := map[int64]int64{} // of those who may bind groups
	for _, c := range bound {
		switch {
		case c.Blocked:
		case model.May(c, model.ActBindGroup, model.InBoundGroup):
			accounts[c.ID] = c.TelegramID
			all = append(all, menu{telegram.ScopeChat(c.TelegramID), []string{"household", "overdue", "emergencies", "emergency", "bind", "me", "help"}})
		case model.May(c, model.ActSeeOverdue, model.InPrivate):
			all = append(all, menu{telegram.ScopeChat(c.TelegramID), []string{"today", "household", "overdue", "emergencies", "emergency", "away", "delegate", "undo", "me", "help"}})
		}
	}
	groups, err := m.store.Groups(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if g.Office {
			all = append(all, menu{telegram.ScopeChat(g.ChatID), office})
		} else if account := accounts[g.BoundBy]; account != 0 {
			all = append(all, menu{telegram.ScopeMember(g.ChatID, account), office})
		}
	}
	return all, nil
}

func (m *menus) commands(w menu, lang string) []telegram.Command {
	s := m.words.In(lang, 0, time.UTC)
	list := make([]telegram.Command, len(w.names))
	for i, name := range w.names {
		list[i] = telegram.Command{Name: name, Description: s.Say("command."+name, nil)}
	}
	return list
}

// fingerprint identifies what Telegram is told, and by which bot.
func (m *menus) fingerprint(w menu) string {
	said := map[string][]telegram.Command{}
	for _, t := range m.tongues() {
		said[t.theirs] = m.commands(w, t.ours)
	}
	b, err := json.Marshal([]any{m.username, said})
	if err != nil {
		panic(err) // words always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// concerns says whether a Turn changes who is to see which menu.
func concerns(effects []model.Effect) bool {
	return slices.ContainsFunc(effects, func(e model.Effect) bool {
		switch e.(type) {
		case model.BindCadre, model.SetBlocked, model.BindGroup, model.UnbindGroup, model.MoveGroup:
			return true
		}
		return false
	})
}
