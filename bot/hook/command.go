package hook

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// commandWithin is how long a command may take.
const commandWithin = 30 * time.Second

// run starts a program without a shell. It finds the message as JSON on its standard
// input and its text in RINGKEEPER_TEXT; what it prints is not kept, since a key may
// be in it. One that takes too long is ended with whatever it started.
func run(ctx context.Context, command []string, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, commandWithin)
	defer cancel()
	message, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("message: %w", err)
	}
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin = bytes.NewReader(message)
	// The bot's token is none of the command's business.
	c.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TELEGRAM_BOT_TOKEN=") }), "RINGKEEPER_TEXT="+m.Text)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = time.Second // for a child that holds on to standard input
	if err = c.Run(); err != nil && ctx.Err() != nil {
		err = ctx.Err() // rather than that it was killed
	}
	if err != nil {
		return fmt.Errorf("command: %w", err)
	}
	return nil
}
