package publication

import (
	"strings"
	"testing"

	"minhbach/domain/rules"
)

func TestKindsCoverEveryGroupOnceInOrder(t *testing.T) {
	const letters = "a b c d đ e g h i k l"
	var groups []string
	for i, k := range Kinds() {
		if i == 0 || groups[len(groups)-1] != k.Group {
			groups = append(groups, k.Group)
		}
		s, ok := SectionOf(k.Section)
		if !ok || s.Group != k.Group {
			t.Errorf("%s is of group %s but its section %s is not", k.Kind, k.Group, k.Section)
		}
		if k.Label("vi") == "" || k.Label("en") == "" || k.Kind.Label("en") != k.Label("en") {
			t.Errorf("%s lacks a name", k.Kind)
		}
		if got, ok := KindOf(k.Kind); !ok || got.Kind != k.Kind {
			t.Errorf("%s is not found", k.Kind)
		}
	}
	if got := strings.Join(groups, " "); got != letters {
		t.Errorf("groups of the kinds: %s", got)
	}
	groups = nil
	for _, s := range Sections() {
		groups = append(groups, s.Group)
		if len(SectionKinds(s.Slug)) == 0 || s.Label("vi") == "" || s.Label("en") == "" {
			t.Errorf("section %s has no kind or no name", s.Slug)
		}
	}
	if got := strings.Join(groups, " "); got != letters {
		t.Errorf("groups of the sections: %s", got)
	}
	if len(SectionKinds("khong-co")) != 0 {
		t.Error("an unknown section shows something")
	}
}

func TestTriggersNameRulesOfThePacks(t *testing.T) {
	seen := 0
	for _, k := range Kinds() {
		for _, trigger := range k.Triggers {
			seen++
			if _, err := rules.Default().On(trigger.Rule, day("2026-03-02")); err != nil {
				t.Errorf("%s: %v", k.Kind, err)
			}
			if !strings.HasPrefix(trigger.Date, string(k.Part)+".") {
				t.Errorf("%s: %s is no date of its details", k.Kind, trigger.Date)
			}
		}
	}
	if seen != 6 {
		t.Errorf("%d triggers", seen)
	}
}
