package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Version names the content of the calendar: the same entries and the same
// statute give the same text on every node and in every release.
func (c *Calendar) Version() string { return c.version }

func hash(entries []Entry) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	latest := ""
	if err := enc.Encode(StatutoryHolidays()); err != nil {
		panic(fmt.Errorf("calendar: %w", err)) // plain structs always encode
	}
	for _, e := range entries {
		if err := enc.Encode(e); err != nil {
			panic(fmt.Errorf("calendar: %w", err))
		}
		latest = max(latest, e.DeclaredAt.String())
	}
	return "vn-" + latest + "-" + hex.EncodeToString(h.Sum(nil))[:12]
}
