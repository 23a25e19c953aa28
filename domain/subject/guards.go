package subject

import (
	"regexp"
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
)

// may wants an administrator and a state for which the table has the command.
func (s *Subject) may(by domain.Actor, c Command) error {
	if by.Role != domain.Administrator && by.Account != domain.System || by.Account == "" {
		return ErrNotAllowed.New()
	}
	if !slices.Contains(Allowed(s.state), c) {
		return ErrState.New("state_vi", s.state.Label("vi"), "state_en", s.state.Label("en"), "deed_vi", c.Label("vi"), "deed_en", c.Label("en"))
	}
	return nil
}

// person who answers for a deed: at the command line, the one in whose name it is done.
func person(by domain.Actor) string {
	if by.OnBehalfOf != "" {
		return by.OnBehalfOf
	}
	return by.Account
}

// number of a letter or decision: "45/QĐ-UBND", "123/2026/CV-SNV". Nothing else is
// taken, because what is typed here stays for ever.
var number = regexp.MustCompile(`^[0-9]{1,6}(/[0-9]{4})?(/[A-ZĐ][A-ZĐ0-9]{0,11}(-[A-ZĐ][A-ZĐ0-9]{0,11}){0,3})?$`)

func reference(l *fault.List, typed string) string {
	typed = strings.TrimSpace(typed)
	if typed != "" && !number.MatchString(typed) {
		l.Add(ErrReference.New().At("reference"))
		return ""
	}
	return typed
}

func choose[T ~string](l *fault.List, path string, list []T, v T) {
	if !known(list, v) {
		l.Add(ErrChoice.New("value", v).At(path))
	}
}

// verdict on a deadline that ran; nil where none did.
func verdict(d *duty.Duty, on calendar.Date, cal *calendar.Calendar) *duty.Verdict {
	if d == nil {
		return nil
	}
	v := d.Meet(on, cal)
	return &v
}
