package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// demoMark is a file in a data folder that never held anything but the demonstration.
const demoMark = "demonstration"

// makeDemoFolder marks a new folder as the demonstration's and, with --fresh, empties a marked one; no real shelf is served
// from such a folder. It is locked and the port is taken by then, so that nobody's files go from under them.
func (c *serveCommand) makeDemoFolder() error {
	switch _, err := os.Stat(filepath.Join(c.Data, demoMark)); {
	case c.Fresh && (!c.Demo || c.Database != "" || c.Files != ""):
		return errors.New("--fresh goes with --demo, and not with --database or --files")
	case !c.Demo && err == nil:
		return fmt.Errorf("%s holds the demonstration; name another folder with --data", c.Data)
	case !c.Demo:
		return nil
	}
	entries, err := os.ReadDir(c.Data)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	marked, others := false, []string{}
	for _, e := range entries {
		switch e.Name() {
		case lockName:
		case demoMark:
			marked = true
		default:
			others = append(others, e.Name())
		}
	}
	if c.Fresh && len(others) > 0 && !marked {
		return fmt.Errorf("%s holds more than the demonstration and is left as it is; name an empty folder with --data", c.Data)
	}
	if c.Fresh {
		for _, name := range others {
			if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
				return fmt.Errorf("empty the data folder: %w", err)
			}
		}
	}
	if marked || len(others) > 0 {
		return nil
	}
	if err := os.WriteFile(filepath.Join(c.Data, demoMark), []byte("Nothing but the demonstration is here.\n"), 0o600); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return nil
}
