package editorial

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

// MaxReason is the length of a reason, remark or note, in characters.
const MaxReason = 2_000

// MaxSlug is the length of the last part of an address.
const MaxSlug = 100

var (
	slugForm  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	emailForm = regexp.MustCompile(`^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
)

// Cleaner brings every text of a content into the form in which it is stored and
// hashed (NFC, LF, no empty entries) and gathers what cannot be.
type Cleaner struct {
	Faults fault.List
	codes  *Refusals
}

// Cleaner is one that refuses in the words of these refusals.
func (r *Refusals) Cleaner() *Cleaner { return &Cleaner{codes: r} }

// Line is a field of one line.
func (c *Cleaner) Line(path string, s *string, limit int) {
	text, err := fold.Line(*s)
	c.take(path, s, text, err, limit)
}

// Text is a field of many lines: line ends are LF, spaces around it go.
func (c *Cleaner) Text(path string, s *string, limit int) {
	unix := *s
	if strings.ContainsRune(unix, '\r') {
		unix = strings.ReplaceAll(strings.ReplaceAll(unix, "\r\n", "\n"), "\r", "\n")
	}
	text, err := fold.NFC(unix)
	c.take(path, s, strings.TrimSpace(text), err, limit)
}

func (c *Cleaner) take(path string, s *string, clean string, err error, limit int) {
	if err != nil {
		if f := fault.Of(err); f != nil {
			c.Faults.Add(f.At(path))
		}
		return
	}
	if n := utf8.RuneCountInString(clean); n > limit {
		c.Faults.Add(c.codes.TooLong.New("length", n, "limit", limit).At(path))
	}
	*s = clean
}

// Lines is a list of one-line fields; empty ones go. The list is replaced, never
// written into.
func (c *Cleaner) Lines(path string, list *[]string, limit, length int) {
	if len(*list) > limit {
		c.Faults.Add(c.codes.TooMany.New("count", len(*list), "limit", limit).At(path))
		return
	}
	var kept []string
	for i, s := range *list {
		c.Line(fmt.Sprintf("%s[%d]", path, i), &s, length)
		if s != "" {
			kept = append(kept, s)
		}
	}
	*list = kept
}

// Date refuses implausible years.
func (c *Cleaner) Date(path string, d calendar.Date) {
	if !d.IsZero() && !Year(d.Year()) {
		c.Faults.Add(c.codes.DateImplausible.New("date", d.DMY()).At(path))
	}
}

// Order refuses a second date before the first.
func (c *Cleaner) Order(path string, first, second calendar.Date) {
	if !first.IsZero() && !second.IsZero() && second.Before(first) {
		c.Faults.Add(c.codes.DateOrder.New("date", second.DMY(), "earlier", first.DMY()).At(path))
	}
}

// Email refuses what is no address; none is one.
func (c *Cleaner) Email(path, address string) {
	if address != "" && (len(address) > 254 || !emailForm.MatchString(address)) {
		c.Faults.Add(c.codes.Email.New("email", address).At(path))
	}
}

// Slug refuses what cannot be the last part of an address.
func (c *Cleaner) Slug(path, slug string) {
	if len(slug) > MaxSlug || !slugForm.MatchString(slug) {
		c.Faults.Add(c.codes.Slug.New().At(path))
	}
}

// Year accepts none and the years that a document of the Republic can speak of.
func Year(y int) bool { return y == 0 || y >= 1945 && y <= 2100 }

// CleanReason cleans a reason and, where it is required, refuses an empty one.
func (r *Refusals) CleanReason(s string, required bool) (string, error) {
	c := r.Cleaner()
	c.Text("reason", &s, MaxReason)
	if err := c.Faults.Err(); err != nil {
		return "", err
	}
	if required && s == "" {
		return "", r.Reason.New().At("reason")
	}
	return s, nil
}
