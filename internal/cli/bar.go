package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

// bar shows how far a long step is, on a terminal only.
type bar struct {
	mu    sync.Mutex
	w     io.Writer // nil: silent
	name  string
	shown int
}

const barWidth = 30

func (c *cli) bar(name string) *bar {
	b := &bar{name: name, shown: -1}
	if f, ok := c.err.(*os.File); ok && !c.quiet && term.IsTerminal(int(f.Fd())) {
		b.w = f
	}
	return b
}

// at draws the share that is done, 0 to 1, when it has grown by a hundredth.
func (b *bar) at(done float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	percent := int(min(max(done, 0), 1) * 100)
	if b.w == nil || percent <= b.shown {
		return
	}
	b.shown = percent
	full := percent * barWidth / 100
	fmt.Fprintf(b.w, "\r%s [%s%s] %3d%%", b.name, strings.Repeat("█", full), strings.Repeat("·", barWidth-full), percent)
	if percent == 100 {
		fmt.Fprintln(b.w)
	}
}
