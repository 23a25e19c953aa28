package ndjson

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"minhbach/eventstore"
)

var update = flag.Bool("update", false, "write the golden file anew")

// history has what is awkward in a file of lines.
func history() []eventstore.Event {
	noon := time.Date(2019, 3, 4, 12, 0, 0, 123_456_700, time.UTC)
	id := func(n byte) eventstore.ID { return eventstore.ID{15: n} }
	return []eventstore.Event{
		{Position: 4711, Stream: "$users", ID: id(1), Type: "$User", ContentType: "application/json", Recorded: noon, Data: []byte(`{"tên":"Sóc Trăng"}`), Metadata: []byte{}},
		{Position: 4712, Stream: "orders-1", Revision: 17, ID: id(2), Type: "OrderPlaced", ContentType: "application/octet-stream", Recorded: noon.Add(100), Data: []byte{0, 1, 255, '\n'}, Metadata: []byte("{}")},
		{Position: 5000, Stream: "orders-1", Revision: 18, ID: id(2), Type: "<b>&\u2028\"\\\n\x00\t</b>", Recorded: noon.Add(-time.Hour), Data: []byte{}, Metadata: []byte{}},
		{Position: 1<<53 + 1, Stream: "văn bản \uFFFD 😀", Revision: 1<<53 + 1, Type: "x", ContentType: "x", Recorded: time.Date(1969, 7, 20, 20, 17, 40, 999_999_900, time.UTC), Data: []byte{}, Metadata: []byte{}},
		{Position: 1 << 62, Stream: "orders-1", Revision: math.MaxInt64, ID: id(3), Type: eventstore.TypeStreamDeleted, ContentType: "application/json", Recorded: noon, Data: []byte{}, Metadata: []byte{}},
	}
}

func written(t testing.TB, events []eventstore.Event) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, ev := range events {
		if err := Write(&b, ev); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	file := filepath.Join("testdata", "history.ndjson")
	got := written(t, history())
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
	events, err := eventstore.Collect(Read(bytes.NewReader(want)))
	if err != nil || !reflect.DeepEqual(events, history()) {
		t.Errorf("read %+v, %v", events, err)
	}
}

func TestEveryEndOfALineIsTaken(t *testing.T) {
	text := string(written(t, history()))
	for name, file := range map[string]string{
		"no last newline":  strings.TrimSuffix(text, "\n"),
		"CRLF":             strings.ReplaceAll(text, "\n", "\r\n"),
		"byte order mark":  "\xef\xbb\xbf" + text,
		"empty at the end": text + "\n\r\n  \n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(file), iotest.OneByteReader(strings.NewReader(file))} {
				if got, err := eventstore.Collect(Read(r)); err != nil || !reflect.DeepEqual(got, history()) {
					t.Errorf("%d events, %v", len(got), err)
				}
			}
		})
	}
	for _, nothing := range []string{"", "\n", "\xef\xbb\xbf"} {
		if got, err := eventstore.Collect(Read(strings.NewReader(nothing))); err != nil || len(got) != 0 {
			t.Errorf("%q: %d events, %v", nothing, len(got), err)
		}
	}
}

const plain = `{"position":P,"stream":"s","revision":R,"id":"00000000-0000-0000-0000-00000000000a","type":"t","created":"2020-01-02T03:04:05Z","content_type":"","data_base64":"","metadata_base64":""}`

func TestOtherProgramsFiles(t *testing.T) {
	at := time.Date(2020, 1, 2, 3, 4, 5, 600, time.UTC)
	for name, change := range map[string][2]string{
		"digits in texts":     {`"position":P,"stream":"s","revision":R`, `"position":"7","stream":"s","revision":"9"`},
		"ticks":               {`"2020-01-02T03:04:05Z"`, `15779342450000006`},
		"ticks in a text":     {`"2020-01-02T03:04:05Z"`, `"15779342450000006"`},
		"another zone":        {`"2020-01-02T03:04:05Z"`, `"2020-01-02T10:04:05.0000006+07:00"`},
		"zeros at the end":    {`"2020-01-02T03:04:05Z"`, `"2020-01-02T03:04:05.000000600Z"`},
		"unknown members":     {`{"pos`, `{"Position":99,"extra":{"a":[1]},"pos`},
		"no metadata as null": {`"metadata_base64":""`, `"metadata_base64":null`},
		"spaces":              {`"type":"t"`, "\t\"type\" : \"t\" "},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(plain, change[0], change[1], 1)
			text = strings.NewReplacer(`"position":P`, `"position":7`, `"revision":R`, `"revision":9`, `04:05Z`, `04:05.0000006Z`).Replace(text)
			got, err := eventstore.Collect(Read(strings.NewReader(text)))
			want := eventstore.Event{Position: 7, Stream: "s", Revision: 9, ID: eventstore.ID{15: 10}, Type: "t", Recorded: at, Data: []byte{}, Metadata: []byte{}}
			if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], want) {
				t.Errorf("read %+v, %v", got, err)
			}
		})
	}
}

func TestRefusalsNameTheLine(t *testing.T) {
	good := strings.NewReplacer("P", "5", "R", "3").Replace(plain)
	second := func(p, r string) string {
		return good + "\n" + strings.NewReplacer("P", p, "R", r).Replace(plain) + "\n"
	}
	with := func(old, new string) string {
		return good + "\n" + strings.Replace(strings.NewReplacer("P", "6", "R", "4").Replace(plain), old, new, 1) + "\n"
	}
	for name, c := range map[string]struct {
		file string
		line int
		says string
	}{
		"position back":      {second("4", "4"), 2, "position 4 comes after position 5"},
		"position twice":     {second("5", "4"), 2, "position 5 comes after position 5"},
		"position 0":         {strings.NewReplacer("P", "0", "R", "0").Replace(plain), 1, "positions begin at 1"},
		"position too large": {second("9223372036854775808", "4"), 2, `"position" is 9223372036854775808`},
		"a negative number":  {second("-6", "4"), 2, `"position" is -6, want a whole number`},
		"no whole number":    {second("6.5", "4"), 2, `"position" is 6.5`},
		"revision gap":       {second("6", "5"), 2, `revision 5 of stream "s", where revision 4 was to come`},
		"revision back":      {second("6", "3"), 2, `revision 3 of stream "s", where revision 4 was to come`},
		"the last revision":  {second("6", "9223372036854775807"), 2, "where revision 4 was to come"},
		"missing":            {with(`"type":"t",`, ""), 2, `"type" is missing`},
		"null":               {with(`"t"`, "null"), 2, `"type" is null, want a text`},
		"empty type":         {with(`"t"`, `""`), 2, `"type" is ""`},
		"empty stream":       {with(`"s"`, `""`), 2, `"stream" is ""`},
		"a number as a text": {with(`"t"`, "7"), 2, `"type" is 7`},
		"no UUID":            {with("00000000-", "0000000-"), 2, `want a UUID`},
		"no base64":          {with(`"data_base64":""`, `"data_base64":"e30"`), 2, `"data_base64" is "e30", want base64`},
		"no time":            {with("2020-01-02T", "2020-13-02T"), 2, `"created" is "2020-13-02T`},
		"too fine a time":    {with("05Z", "05.12345678Z"), 2, `"created"`},
		"half a pair":        {with(`"t"`, `"\ud800"`), 2, `"type" is "\ud800"`},
		"no UTF-8":           {with(`"t"`, "\"\xff\""), 2, "not UTF-8"},
		"no object":          {good + "\n[]\n", 2, "no JSON object"},
		"two objects":        {good + good, 1, "no JSON object"},
		"cut off":            {good + "\n" + good[:50], 2, "no JSON object"},
		"empty line":         {good + "\n\n" + good, 2, "the line is empty"},
		"a null":             {"null", 1, `"position" is missing`},
		"too long":           {good + "\n" + strings.Repeat(" ", maxLine+1), 2, "more than 33554432 bytes"},
		"a mark later":       {good + "\n\xef\xbb\xbf" + good, 2, "no JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := eventstore.Collect(Read(strings.NewReader(c.file)))
			var at *LineError
			if !errors.As(err, &at) || at.Line != c.line || !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("said %v, want line %d: %q", err, c.line, c.says)
			}
		})
	}
}

func TestWhoTakesTheEventsCanNameTheLine(t *testing.T) {
	r := NewReader(bytes.NewReader(written(t, history())))
	n := 0
	for _, err := range r.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	full := errors.New("the disk is full")
	if err := r.At(full); !errors.Is(err, full) || err.Error() != "line 3: the disk is full" || r.Line() != 3 {
		t.Error(err)
	}
	if err := r.At(&LineError{7, full}); err.Error() != "line 7: the disk is full" || r.At(nil) != nil {
		t.Error(err)
	}
	broken := iotest.ErrReader(full)
	if _, err := eventstore.Collect(Read(broken)); !errors.Is(err, full) || !strings.HasPrefix(err.Error(), "line 1: ") {
		t.Error(err)
	}
}

func TestWriteRefuses(t *testing.T) {
	for name, change := range map[string]func(*eventstore.Event){
		"no UTF-8":     func(e *eventstore.Event) { e.Stream = "\xff" },
		"a finer time": func(e *eventstore.Event) { e.Recorded = e.Recorded.Add(1) },
		"a far year":   func(e *eventstore.Event) { e.Recorded = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		ev := history()[0]
		change(&ev)
		var b bytes.Buffer
		if err := Write(&b, ev); err == nil || b.Len() > 0 {
			t.Errorf("%s: wrote %s", name, b.Bytes())
		}
	}
}

// FuzzRead: whatever is read, writing and reading it again gives the same.
func FuzzRead(f *testing.F) {
	f.Add(written(f, history()))
	f.Add([]byte("\xef\xbb\xbf" + strings.NewReplacer("P", `"5"`, "R", "3").Replace(plain) + "\r\n\n"))
	f.Add([]byte(strings.NewReplacer("P", "5", "R", "3", `"2020-01-02T03:04:05Z"`, "-7").Replace(plain)))
	f.Fuzz(func(t *testing.T, file []byte) {
		events, err := eventstore.Collect(Read(bytes.NewReader(file)))
		var at *LineError
		if err != nil && (!errors.As(err, &at) || at.Line < 1 || at.Line > bytes.Count(file, []byte("\n"))+1) {
			t.Fatalf("an error without its line: %v", err)
		}
		var b bytes.Buffer
		for _, ev := range events {
			if err := Write(&b, ev); err != nil {
				if y := ev.Recorded.Year(); y >= 0 && y <= 9999 {
					t.Fatal(err)
				}
				return // ticks reach beyond the years of RFC 3339
			}
		}
		again, err := eventstore.Collect(Read(&b))
		if err != nil || len(again) != len(events) {
			t.Fatalf("%d events, then %d: %v", len(events), len(again), err)
		}
		for i := range events {
			if !events[i].Recorded.Equal(again[i].Recorded) {
				t.Fatalf("%s became %s", events[i].Recorded, again[i].Recorded)
			}
			events[i].Recorded = again[i].Recorded
			if !reflect.DeepEqual(events[i], again[i]) {
				t.Fatalf("%+v became %+v", events[i], again[i])
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	ev := history()[1]
	ev.Data = bytes.Repeat([]byte("x"), 900)
	var one bytes.Buffer
	for i := range 1000 {
		ev.Position, ev.Revision = eventstore.Position(i+1), eventstore.Revision(i)
		if err := Write(&one, ev); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(one.Len()))
	for b.Loop() {
		for _, err := range Read(bytes.NewReader(one.Bytes())) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
