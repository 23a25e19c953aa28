package app

import (
	"encoding/json"
	"time"

	"minhbach/domain/staff"
)

// renewAfter is how old the last sign of life in a sealed session may be before a
// new one is sealed. It is well below the idle limit.
const renewAfter = time.Minute

// cookie is what a sealed session holds. Whether the session goes on, and with how
// many factors it began, is in the log and not here.
type cookie struct {
	ID       string `json:"s"`
	Account  string `json:"a"`
	Started  int64  `json:"t"` // seconds since 1970, as all times here
	Seen     int64  `json:"l"`
	Expires  int64  `json:"e"`
	Position uint64 `json:"p"` // of the sign-in: a node that is not there yet must wait
}

func (k *doorkeeper) seal(c cookie) string {
	raw, _ := json.Marshal(c) // strings and numbers only
	return k.Secrets.SealSession(raw)
}

func (k *doorkeeper) unseal(sealed string) (cookie, bool) {
	var c cookie
	raw, err := k.Secrets.OpenSession(sealed)
	if err != nil || json.Unmarshal(raw, &c) != nil || c.ID == "" || c.Account == "" {
		return cookie{}, false
	}
	return c, true
}

// runs tells whether the session is within the limits of time. A node whose clock
// is a little behind the one that sealed counts as being at that time.
func (c cookie) runs(now time.Time) bool {
	at := max(now.Unix(), c.Seen)
	return at-c.Seen < int64(staff.IdleLimit/time.Second) && at < c.Expires &&
		at-c.Started < int64(staff.AbsoluteLimit/time.Second)
}

func (c cookie) session() Session {
	return Session{ID: c.ID, Account: c.Account, Started: time.Unix(c.Started, 0).UTC(), Expires: time.Unix(c.Expires, 0).UTC()}
}
