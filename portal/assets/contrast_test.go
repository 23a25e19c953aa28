package assets

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every pair of colours that the sheet puts together keeps WCAG 2.2 contrast in
// both themes: 4.5 for text (1.4.3), 3 for edges and focus (1.4.11).
func TestContrast(t *testing.T) {
	raw, err := os.ReadFile("files/app.css")
	if err != nil {
		t.Fatal(err)
	}
	css := string(raw)
	themes := map[string]map[string]string{
		"light": colours(t, css, ":root {"),
		"dark":  colours(t, css, `:root[data-theme="dark"] {`),
	}
	if system := colours(t, css, `:root:not([data-theme="light"]) {`); !same(system, themes["dark"]) {
		t.Error("dark by system and dark by choice must have the same colours")
	}
	for name, c := range themes {
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 7}, {"ink", "wash", 7}, {"soft", "paper", 4.5}, {"soft", "wash", 4.5},
			{"accent", "paper", 4.5}, {"accent", "wash", 4.5}, {"accent", "accent-wash", 4.5}, {"accent-strong", "accent-wash", 4.5},
			{"on-accent", "accent", 4.5}, {"on-accent", "accent-strong", 4.5}, {"edge", "paper", 3}, {"paper", "edge", 3},
			{"ok", "ok-wash", 4.5}, {"warn", "warn-wash", 4.5}, {"bad", "bad-wash", 4.5}, {"bad", "paper", 4.5}, {"paper", "bad", 4.5},
			{"ink", "ok-wash", 4.5}, {"ink", "warn-wash", 4.5}, {"ink", "bad-wash", 4.5}, {"ink", "accent-wash", 4.5},
		} {
			if got := contrast(t, c[pair.front], c[pair.back]); got < pair.least {
				t.Errorf("%s: %s on %s is %.2f, want %.1f", name, pair.front, pair.back, got, pair.least)
			}
		}
		if got := contrast(t, "#ffffff", c["strip"]); got < 4.5 {
			t.Errorf("%s: white on the staff strip is %.2f", name, got)
		}
	}
}

func colours(t *testing.T, css, opening string) map[string]string {
	t.Helper()
	_, rest, ok := strings.Cut(css, opening)
	if !ok {
		t.Fatalf("no rule %s", opening)
	}
	block, _, _ := strings.Cut(rest, "}")
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(block, -1) {
		out[m[1]] = m[2]
	}
	return out
}

func same(a, b map[string]string) bool {
	for k := range a {
		if a[k] != b[k] {
			return false
		}
	}
	return len(a) == len(b) && len(a) > 10
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		t.Fatalf("colour %q", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(n>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
