package ledger

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func rotationKeys(t *testing.T, names ...string) (keys []Key) {
	t.Helper()
	for _, name := range names {
		_, k, err := NewKey(name)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	return keys
}

func TestTrustFollowsRotations(t *testing.T) {
	k := rotationKeys(t, "log", "log", "log", "log", "other")
	at := Checkpoint{Origin: "log", Size: 7}
	sign := func(old, next Key) string {
		s, err := SignRotation(old, next, at)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, second, stray := sign(k[0], k[1]), sign(k[1], k[2]), sign(k[3], k[2])
	for name, c := range map[string]struct {
		notes []string
		want  []string
	}{
		"none":            {nil, []string{k[0].Public}},
		"two":             {[]string{first, second}, []string{k[0].Public, k[1].Public, k[2].Public}},
		"a missing link":  {[]string{second}, []string{k[0].Public}},
		"of another key":  {[]string{stray, first}, []string{k[0].Public, k[1].Public}},
		"in wrong order":  {[]string{second, first}, []string{k[0].Public, k[1].Public}},
		"nonsense before": {[]string{"x", first}, []string{k[0].Public, k[1].Public}},
	} {
		got, err := FollowRotations(k[0].Public, c.notes)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d keys, %v", name, len(got), err)
		}
	}
	if from, err := FollowRotations(k[1].Public, []string{first, second}); err != nil || len(from) != 2 {
		t.Errorf("from the middle: %v, %v", from, err)
	}
	if _, err := SignRotation(k[0], k[4], at); !errors.Is(err, ErrRotation) {
		t.Errorf("to another name: %v", err)
	}
}

func TestForgedRotationsAreRefused(t *testing.T) {
	k := rotationKeys(t, "log", "log", "log")
	at := Checkpoint{Origin: "log", Size: 7}
	good, err := SignRotation(k[0], k[1], at)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(good, "\n")
	for name, forged := range map[string]string{
		"to another key":            strings.Replace(good, k[1].Public, k[2].Public, 1),
		"at another size":           strings.Replace(good, "\n7\n", "\n8\n", 1),
		"without the old signature": strings.Join(slices.Delete(slices.Clone(lines), len(lines)-3, len(lines)-2), ""),
		"without the new signature": strings.Join(slices.Delete(slices.Clone(lines), len(lines)-2, len(lines)-1), ""),
		"cut":                       good[:len(good)-30],
	} {
		if forged == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := FollowRotations(k[0].Public, []string{forged}); !errors.Is(err, ErrRotation) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpenRotation(f *testing.F) {
	f.Add("log+00000000+AQ==", "minhbach/key-rotation/v1\nlog+00000000+AQ==\n\n")
	f.Fuzz(func(t *testing.T, trusted, signed string) {
		if r, err := OpenRotation(trusted, signed); err == nil && !strings.HasPrefix(signed, r.Text()) {
			t.Error("a rotation that is not its own text")
		}
	})
}
