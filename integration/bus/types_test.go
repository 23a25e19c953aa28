package bus_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestReactorsCannotBeReplayed: programs that hand recorded events to a reactor, or
// run one as a read model, are refused by the compiler.
func TestReactorsCannotBeReplayed(t *testing.T) {
	for dir, refusals := range map[string][]string{
		"replayed": {
			"cannot use r (variable of struct type bus.Reactor) as projections.State value",
			"cannot use state{}.Reduce",
			"cannot use eventstore.Fact{}",
		},
		"made": {"cannot refer to unexported field event", "cannot convert &ev"},
	} {
		out, err := exec.CommandContext(t.Context(), "go", "vet", "./testdata/"+dir).CombinedOutput()
		if err == nil {
			t.Errorf("%s compiles", dir)
		}
		// vet stops at the first fault of a package; the compiler tells of all.
		more, _ := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-e", "-o", "/dev/null", "./testdata/"+dir).CombinedOutput()
		for _, r := range refusals {
			if !strings.Contains(string(out)+string(more), r) {
				t.Errorf("%s: the compiler does not say %q:\n%s", dir, r, more)
			}
		}
	}
}
