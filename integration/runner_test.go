package integration

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/internal/testkit"
)

// TestScenarios runs every file of testdata/*.txt on nodes of its own: one with its log
// in its directory, and one with its log on a server that speaks EventStoreDB's protocol.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, engine := range []testkit.Engine{testkit.Embedded, testkit.Elsewhere} {
				t.Run(string(engine), func(t *testing.T) {
					t.Parallel()
					run(t, engine, file, string(raw))
				})
			}
		})
	}
}

// scenario is a node and what the sentences so far have named.
type scenario struct {
	t     *testing.T
	on    testkit.Engine
	n     *testkit.Node
	items map[string]*item  // by the name that a scenario gives them
	times map[string]string // RFC 3339, by name
	block []string          // indented lines under the present sentence
}

// item is a publication of the scenario.
type item struct {
	id, agency, kind string
	path             string // public address, once it has one
}

// sentence is one form that a line may have.
type sentence struct {
	form *regexp.Regexp
	do   func(s *scenario, m []string)
}

// sentences are the whole language. Words in capitals stand for what a scenario fills in.
var sentences = []sentence{
	say(`needs FILE`, nil), // the scenario is skipped where the file is not there
	say(`clock DATE TIME`, (*scenario).clock),
	say(`unit LEVEL CODE TEXT`, (*scenario).unit),
	say(`unit LEVEL CODE TEXT under CODE`, (*scenario).unit),
	say(`account WHO ROLE at CODE`, (*scenario).account),
	say(`account WHO ROLE at CODE, POSITION of the board`, (*scenario).account),

	say(`WHO drafts KIND at CODE as NAME by WAY:`, (*scenario).drafts),
	say(`WHO submits NAME by WAY`, (*scenario).submits),
	say(`WHO submits NAME by WAY TEXT`, (*scenario).submits),
	say(`WHO returns NAME by WAY TEXT`, (*scenario).returns),
	say(`WHO changes NAME by WAY TEXT to TEXT`, (*scenario).changes),
	say(`WHO approves NAME by WAY`, (*scenario).approves),
	say(`WHO approves NAME by WAY for DATE TIME`, (*scenario).approves),
	say(`WHO corrects NAME by WAY TEXT`, (*scenario).corrects),
	say(`WHO withdraws NAME by WAY TEXT`, (*scenario).withdraws),
	say(`WHO cannot VERB NAME by WAY: CODE`, (*scenario).cannot),
	say(`the time comes`, (*scenario).comes),

	say(`remember the time as NAME`, (*scenario).remember),
	say(`page PATH shows TEXT`, (*scenario).pageShows),
	say(`page PATH hides TEXT`, (*scenario).pageHides),
	say(`page PATH answers CODE`, (*scenario).pageAnswers),
	say(`page PATH as of NAME shows TEXT`, (*scenario).pageShows),
	say(`page PATH as of NAME hides TEXT`, (*scenario).pageHides),
	say(`page PATH as of NAME answers CODE`, (*scenario).pageAnswers),
	say(`WHO sees on page PATH TEXT`, (*scenario).staffSees),
	say(`feed PATH shows TEXT`, (*scenario).feedShows),
	say(`feed PATH hides TEXT`, (*scenario).feedHides),
	say(`api PATH says CODE is TEXT`, (*scenario).apiSays),
	say(`api PATH as of NAME says CODE is TEXT`, (*scenario).apiSays),
	say(`api PATH answers CODE`, (*scenario).apiAnswers),
	say(`api PATH as of NAME answers CODE`, (*scenario).apiAnswers),
	say(`history of NAME:`, (*scenario).history),
	say(`deadline of NAME is met`, (*scenario).met),
	say(`deadline of NAME is late NUMBER working days`, (*scenario).late),
	say(`NAME has no deadline`, (*scenario).noDeadline),
	say(`replay of NAME agrees`, (*scenario).replay),
}

// blanks are the words that a scenario fills in.
var blanks = strings.NewReplacer(
	"TEXT", `"([^"]*)"`, "DATE", `(\d{4}-\d\d-\d\d)`, "TIME", `(\d\d:\d\d)`, "WAY", `(page|API)`, "NUMBER", `(\d+)`,
	"WHO", `([a-z]+)`, "ROLE", `([a-z_]+)`, "POSITION", `([a-z]+)`, "KIND", `([a-z_]+)`, "LEVEL", `([a-z]+)`, "VERB", `([a-z]+)`,
	"NAME", `([A-ZĐ]+)`, "CODE", `([\w.-]+)`, "PATH", `(\S+)`, "FILE", `(\S+)`,
)

func say(form string, do func(*scenario, []string)) sentence {
	return sentence{regexp.MustCompile("^" + blanks.Replace(form) + "$"), do}
}

// run executes the sentences in order. A failing one names its line.
func run(t *testing.T, engine testkit.Engine, file, text string) {
	s := &scenario{t: t, on: engine, items: map[string]*item{}, times: map[string]string{}}
	lines := strings.Split(text, "\n")
	for at := 0; at < len(lines); at++ {
		line := strings.TrimRight(lines[at], " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		number := at + 1
		s.block = nil
		for at+1 < len(lines) && (strings.HasPrefix(lines[at+1], "  ") || lines[at+1] == "" && inBlock(lines[at+1:])) {
			at++
			s.block = append(s.block, strings.TrimPrefix(lines[at], "  "))
		}
		s.obey(file, number, line)
	}
}

// inBlock: an empty line belongs to the block when indented lines go on after it.
func inBlock(rest []string) bool {
	for _, line := range rest {
		if line != "" {
			return strings.HasPrefix(line, "  ")
		}
	}
	return false
}

func (s *scenario) obey(file string, number int, line string) {
	s.t.Helper()
	for _, form := range sentences {
		m := form.form.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if form.do == nil {
			if _, err := os.Stat(m[1]); err != nil {
				s.t.Skipf("%s:%d: %s is not there", file, number, m[1])
			}
			return
		}
		before := s.t.Failed()
		defer func() {
			if s.t.Failed() && !before {
				s.t.Logf("%s:%d: %s", file, number, line)
			}
		}()
		form.do(s, m[1:])
		if s.t.Failed() && !before {
			s.t.FailNow()
		}
		return
	}
	s.t.Fatalf("%s:%d: no sentence of the language: %s", file, number, line)
}

func (s *scenario) clock(m []string) {
	s.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", m[0]+" "+m[1], calendar.Zone)
	s.must(err)
	if s.n == nil {
		s.n = testkit.NewOn(s.t, s.on, at)
		return
	}
	s.n.Clock.Set(at)
}

func (s *scenario) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *scenario) item(name string) *item {
	s.t.Helper()
	it, ok := s.items[name]
	if !ok {
		s.t.Fatalf("nothing is called %s yet", name)
	}
	return it
}

// fill puts addresses and ids in place of {D} and {D.id}, and adds the point in time.
func (s *scenario) fill(path, as string) string {
	s.t.Helper()
	for name, it := range s.items {
		path = strings.ReplaceAll(path, "{"+name+".id}", it.id)
		if strings.Contains(path, "{"+name+"}") {
			path = strings.ReplaceAll(path, "{"+name+"}", s.address(it))
		}
	}
	if as == "" {
		return path
	}
	at, ok := s.times[as]
	if !ok {
		s.t.Fatalf("no time is called %s", as)
	}
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	return fmt.Sprintf("%s%sas_of=%s", path, sign, strings.ReplaceAll(at, "+", "%2B"))
}
