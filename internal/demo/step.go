package demo

import (
	"fmt"
	"strings"
	"time"
)

// step is one line of a story: who did what, and when.
//
//	-45 08:40 hung approves
//	-31 09:20 minh revises: "10 ngày" → "05 ngày"
//	-14 13:45 loan withdraws — the reason
//	-9 15:45 hung approves for -8 07:30
//	-18 08:10 minh approves on behalf of hung
type step struct {
	at       time.Time
	who      string
	verb     string
	remark   string // note of a submission, reason of anything else
	old, new string // revises
	until    time.Time
	behalf   string
}

// verbs are what people do in a story.
var verbs = map[string]bool{
	"drafts": true, "submits": true, "recalls": true, "returns": true, "revises": true, "approves": true,
	"corrects": true, "drops": true, "withdraws": true, "archives": true, "discards": true,
}

func readStep(d days, line string) (step, error) {
	deed, remark, _ := strings.Cut(line, " — ")
	s, rest, err := readDeed(d, deed, verbs)
	if err != nil {
		return step{}, err
	}
	s.remark = remark
	switch {
	case s.verb == "revises":
		_, change, _ := strings.Cut(deed, "revises: ")
		from, to, ok := strings.Cut(change, " → ")
		if s.old, s.new = strings.Trim(from, `"`), strings.Trim(to, `"`); !ok || s.old == "" {
			return step{}, fmt.Errorf(`want: revises: "old" → "new"`)
		}
	case len(rest) == 0:
	case len(rest) == 3 && rest[0] == "for":
		s.until, err = d.at(rest[1], rest[2])
	case len(rest) == 4 && strings.Join(rest[:3], " ") == "on behalf of":
		s.behalf = rest[3]
	default:
		return step{}, fmt.Errorf("cannot read %q", strings.Join(rest, " "))
	}
	return s, err
}

// readDeed reads what every line of a story begins with, and returns the words behind
// the verb.
func readDeed(d days, deed string, verbs map[string]bool) (step, []string, error) {
	words := strings.Fields(deed)
	if len(words) < 4 {
		return step{}, nil, fmt.Errorf("want: day, time, who, verb")
	}
	s := step{who: words[2], verb: strings.TrimSuffix(words[3], ":")}
	if !verbs[s.verb] {
		return step{}, nil, fmt.Errorf("unknown verb %q", s.verb)
	}
	var err error
	s.at, err = d.at(words[0], words[1])
	return s, words[4:], err
}
