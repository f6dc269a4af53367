package terminal

import (
	"fmt"

	"ringkeeper/config"
)

// Version says which build is running.
type Version struct{}

// Run prints one line: ringkeeper v1.2.3 (commit 09d4860, 2026-11-24) go1.26.8.
func (Version) Run(d *Desk) error {
	_, err := fmt.Fprintln(d.Out, "ringkeeper", config.Running())
	return err
}
