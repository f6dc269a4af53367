package config

import (
	"cmp"
	"os"
	"path/filepath"
)

// resolved follows the symbolic links in the path of a file, which need not be
// there yet, so that a database has one name however it is written: what stands
// beside it, its lock among it, goes by that name. Where the folder cannot be
// found, the path stays as it is.
func resolved(path string) string {
	const links = 40 // as many as Linux follows
	for range links {
		if whole, err := filepath.EvalSymlinks(path); err == nil {
			return whole
		}
		folder, name := filepath.Split(path)
		folder, err := filepath.EvalSymlinks(cmp.Or(folder, "."))
		if err != nil {
			return path
		}
		path = filepath.Join(folder, name)
		target, err := os.Readlink(path)
		if err != nil {
			return path
		}
		if filepath.IsAbs(target) {
			folder = ""
		}
		path = filepath.Join(folder, target)
	}
	return path
}
