package publications

import "testing"

// Positions beyond the last rune are questions of their own.
func TestEveryQuestionIsCountedForItself(t *testing.T) {
	var k kept
	asked := 0
	for _, args := range [][]any{{int64(1 << 21)}, {int64(1<<21 + 1)}, {"2097152"}, {int64(0xD800)}, {int64(0xD801)}} {
		for range 2 {
			n, err := k.total(1, "x = ?", args, func() (int, error) { asked++; return asked, nil })
			if err != nil || n != asked {
				t.Errorf("%v gets the answer to another question: %d of %d", args, n, asked)
			}
		}
	}
	if asked != 5 {
		t.Errorf("counted %d times for 5 questions", asked)
	}
}
