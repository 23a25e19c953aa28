package input_test

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
	"minhbach/domain/input"
)

func TestTextIsNormalisedAndTrimmed(t *testing.T) {
	var l fault.List
	got := input.Line(&l, "name", "  Xa\u0303 \u0110a\u0323i A\u0302n 1 ", 20) // decomposed on input
	if got != "X\u00e3 \u0110\u1ea1i \u00c2n 1" || l.Err() != nil {
		t.Errorf("got %q, %v", got, l.Err())
	}
}

func TestTextRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		in   string
		want *fault.Code
	}{
		"empty":        {"  ", input.ErrRequired},
		"too long":     {strings.Repeat("ă", 21), input.ErrTooLong},
		"far too long": {strings.Repeat("ă", 900), input.ErrTooLong},
		"not UTF-8":    {"a\xff", fold.ErrInvalidUTF8},
		"control":      {"a\x00b", fold.ErrControl},
		"two lines":    {"a\nb", fold.ErrLineBreak},
	} {
		var l fault.List
		input.Line(&l, "name", tc.in, 20)
		if err := l.Err(); !errors.Is(err, tc.want) || fault.Of(err).Path != "name" {
			t.Errorf("%s: got %v, want %s at name", name, err, tc.want.Name)
		}
	}
	var l fault.List
	input.OptionalText(&l, "note", "", 20)
	input.OptionalLine(&l, "note", "", 20)
	input.Text(&l, "note", "hai\ndòng", 20)
	if l.Err() != nil {
		t.Error(l.Err())
	}
}
