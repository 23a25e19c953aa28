package datasets

import "testing"

// Positions beyond the last rune and text that looks like a number are questions of
// their own.
func TestEveryQuestionIsCountedForItself(t *testing.T) {
	var k kept
	asked := 0
	for _, args := range [][]any{{int64(1 << 21)}, {int64(1<<21 + 1)}, {"2097152"}, {int64(0xD800)}, {int64(0xD801)}, {"a", "b"}, {`a", "b`}} {
		for range 2 {
			c, err := k.counted(1, true, "x = ?", args, func() (counted, error) { asked++; return counted{total: asked}, nil })
			if err != nil || c.total != asked {
				t.Errorf("%v gets the answer to another question: %d of %d", args, c.total, asked)
			}
		}
	}
	if asked != 7 {
		t.Errorf("counted %d times for 7 questions", asked)
	}
	if c, _ := k.counted(2, true, "x = ?", []any{"a", "b"}, func() (counted, error) { return counted{total: -1}, nil }); c.total != -1 {
		t.Error("an answer outlives a change")
	}
	if c, _ := k.counted(1, true, "x = ?", []any{"a", "b"}, func() (counted, error) { return counted{total: -2}, nil }); c.total != -2 {
		t.Error("a question from before the change gets a later answer")
	}
	if c, _ := k.counted(2, true, "x = ?", []any{"a", "b"}, func() (counted, error) { return counted{total: -3}, nil }); c.total != -1 {
		t.Error("an older answer replaced the newer one")
	}
}
