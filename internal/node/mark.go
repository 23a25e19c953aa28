package node

import (
	"encoding/json"
	"errors"
	"os"
)

// mark is a node's own memory of how far it carried decisions of the log out on its
// disk. A mark that is lost or damaged makes it do everything again.
type mark struct {
	Position uint64 `json:"position"`
}

func readMark(file string) (uint64, error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var m mark
	if json.Unmarshal(raw, &m) != nil {
		return 0, nil // written by nobody
	}
	return m.Position, nil
}

// writeMark writes aside and renames, so that a mark is never half there.
func writeMark(file string, position uint64) error {
	raw, err := json.Marshal(mark{position})
	if err != nil {
		return err
	}
	aside := file + ".new"
	if err := os.WriteFile(aside, append(raw, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(aside, file)
}
