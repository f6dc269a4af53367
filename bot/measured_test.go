package bot_test

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// measuring names, in the environment, the file for what measured saw.
const measuring = "RINGKEEPER_TEST_MEASURING"

func TestMain(m *testing.M) {
	if into := os.Getenv(measuring); into != "" {
		os.Exit(measured(into, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// measured runs a command and writes down how many KiB of memory it had at
// most, and how much time of the processor. A process of its own does so, because the kernel counts towards a
// child's maximum what its parent had when it was started; and this one is
// small.
func measured(into string, command []string) (status int) {
	run := exec.Command(command[0], command[1:]...)
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	run.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	_ = run.Run() // its exit status tells
	usage, ok := run.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || os.WriteFile(into, fmt.Appendf(nil, "%d %d", usage.Maxrss, run.ProcessState.UserTime()+run.ProcessState.SystemTime()), 0o600) != nil {
		return 125
	}
	return run.ProcessState.ExitCode()
}
