package eventstore_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"minhbach/eventstore"
)

// letters seals by wrapping in its terms; gone and away decide for whom it does not open.
type letters struct {
	gone, away map[string]bool
	broken     error
}

func (l letters) Seal(subject, event, field string, plain []byte) ([]byte, error) {
	if l.gone[subject] {
		return nil, eventstore.ErrErased
	}
	return fmt.Appendf(nil, "%s|%s|%s|%x", subject, event, field, plain), nil
}

func (l letters) Open(subject, event, field string, sealed []byte) ([]byte, error) {
	switch {
	case l.broken != nil:
		return nil, l.broken
	case l.gone[subject]:
		return nil, eventstore.ErrErased
	case l.away[subject]:
		return nil, eventstore.ErrNoKey
	}
	hex, ok := strings.CutPrefix(string(sealed), subject+"|"+event+"|"+field+"|")
	var plain []byte
	if _, err := fmt.Sscanf(hex, "%x", &plain); !ok || err != nil {
		return nil, eventstore.ErrBroken
	}
	return plain, nil
}

type party struct {
	Name  string `json:"name" sealed:"asker"`
	Place string `json:"place"`
}

type Reach struct {
	Phone string   `json:"phone,omitempty" sealed:"asker,since=2"`
	Mails []string `json:"mails,omitempty" sealed:"asker,since=2"`
}

type asked struct {
	Asker   string `json:"asker"`
	Officer string `json:"officer,omitempty"`
	Reach
	Parties []party          `json:"parties,omitempty"`
	ByRole  map[string]party `json:"by_role,omitempty"`
	Best    *party           `json:"best,omitempty"`
	Remark  string           `json:"remark,omitempty" sealed:"officer,as=note"`
	Count   int              `json:"count"`
}

func (asked) EventType() string { return "question.asked" }
func (asked) EventVersion() int { return 2 }

// Version 1 called the count "n" and held phones in the clear.
var askedUpcasts = []eventstore.Upcast{{Type: "question.asked", From: 1, Func: func(raw json.RawMessage) (json.RawMessage, error) {
	return bytes.Replace(raw, []byte(`"n":`), []byte(`"count":`), 1), nil
}}}

func sealingCodec(t testing.TB, s eventstore.Sealer) *eventstore.Codec {
	t.Helper()
	var options []eventstore.CodecOption
	if s != nil {
		options = append(options, eventstore.WithSealer(s))
	}
	c, err := eventstore.NewCodec([]eventstore.Payload{asked{}, opened{}}, append(askedUpcasts, upcasts...), options...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sample() asked {
	p := party{"Nguyễn <Lan>", "Kế Sách"}
	return asked{
		Asker: "a1", Officer: "o1", Reach: Reach{Phone: "0299 123456", Mails: []string{"lan@example.vn"}},
		Parties: []party{p, {"Minh", ""}}, ByRole: map[string]party{"witness": {"Sơn", "Mỹ Xuyên"}}, Best: &p, Remark: "khẩn", Count: 3,
	}
}

func encode(t *testing.T, c *eventstore.Codec, p eventstore.Payload) eventstore.Event {
	t.Helper()
	d, err := c.Encode(eventstore.ID{1}, p, eventstore.Metadata{})
	if err != nil {
		t.Fatal(err)
	}
	return eventstore.Event{ID: d.ID, Type: d.Type, Data: d.Data, Metadata: d.Metadata, Position: 7}
}

func TestSealedFieldsComeBackAndDoNotShow(t *testing.T) {
	c := sealingCodec(t, letters{})
	ev := encode(t, c, sample())
	for _, plain := range []string{"Lan", "Minh", "Sơn", "0299", "lan@", "khẩn"} {
		if strings.Contains(string(ev.Data), plain) {
			t.Errorf("%q shows in %s", plain, ev.Data)
		}
	}
	for _, open := range []string{`"asker":"a1"`, `"place":"Mỹ Xuyên"`, `"count":3`} {
		if !strings.Contains(string(ev.Data), open) {
			t.Errorf("%s is missing in %s", open, ev.Data)
		}
	}
	f, err := c.Decode(ev)
	if err != nil || f.Erased || f.Sealed || !reflect.DeepEqual(f.Payload, sample()) {
		t.Errorf("came back as %+v (erased %v, sealed %v), %v", f.Payload, f.Erased, f.Sealed, err)
	}
	bare := asked{Asker: "a1", Count: 1}
	if f, err = c.Decode(encode(t, c, bare)); err != nil || !reflect.DeepEqual(f.Payload, bare) {
		t.Errorf("with nothing to seal: %+v, %v", f.Payload, err)
	}
	want := map[string][]string{"question.asked": {"best.name", "by_role.name", "mails", "parties.name", "phone", "remark"}}
	if got := c.Seals(); !reflect.DeepEqual(got, want) {
		t.Errorf("sealed fields %v, want %v", got, want)
	}
}

func TestLengthsOfSealedValuesAreBlurred(t *testing.T) {
	c := sealingCodec(t, letters{})
	length := func(phone string) int {
		return len(encode(t, c, asked{Asker: "a1", Reach: Reach{Phone: phone}}).Data)
	}
	if length("1") != length("0299 123 456") {
		t.Error("the length of a short value shows")
	}
	if length("1") == length(strings.Repeat("1", 40)) {
		t.Error("everything has one length: the test looks in the wrong place")
	}
}

func TestErasedAndSealedFieldsAreEmptyAndSaidToBe(t *testing.T) {
	ev := encode(t, sealingCodec(t, letters{}), sample())
	erased := sample()
	erased.Phone, erased.Mails = "", nil
	erased.Parties = []party{{"", "Kế Sách"}, {}}
	erased.ByRole = map[string]party{"witness": {"", "Mỹ Xuyên"}}
	erased.Best = &party{"", "Kế Sách"}
	all := erased
	all.Remark = ""
	one := map[string]bool{"a1": true}
	for name, tc := range map[string]struct {
		sealer         eventstore.Sealer
		want           asked
		erased, sealed bool
	}{
		"asker erased":               {letters{gone: one}, erased, true, false},
		"asker's key elsewhere":      {letters{away: one}, erased, false, true},
		"asker erased, other sealed": {letters{gone: one, away: map[string]bool{"o1": true}}, all, true, true},
		"no vault":                   {nil, all, false, true},
	} {
		f, err := sealingCodec(t, tc.sealer).Decode(ev)
		if err != nil || f.Erased != tc.erased || f.Sealed != tc.sealed || !reflect.DeepEqual(f.Payload, tc.want) {
			t.Errorf("%s: %+v (erased %v, sealed %v), %v", name, f.Payload, f.Erased, f.Sealed, err)
		}
	}
}

func TestNothingIsWrittenInTheClear(t *testing.T) {
	for name, tc := range map[string]struct {
		sealer eventstore.Sealer
		p      asked
		want   error
	}{
		"no vault":      {nil, sample(), eventstore.ErrNoSealer},
		"erased person": {letters{gone: map[string]bool{"a1": true}}, sample(), eventstore.ErrErased},
	} {
		if _, err := sealingCodec(t, tc.sealer).Encode(eventstore.ID{1}, tc.p, eventstore.Metadata{}); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	nobody := sample()
	nobody.Asker = ""
	if _, err := sealingCodec(t, letters{}).Encode(eventstore.ID{1}, nobody, eventstore.Metadata{}); err == nil || !strings.Contains(err.Error(), "asker names nobody") {
		t.Errorf("sealed for nobody: %v", err)
	}
}

func TestPlainAndMovedValuesAreMalformed(t *testing.T) {
	c := sealingCodec(t, letters{})
	whole := string(encode(t, c, asked{Asker: "a1", Reach: Reach{Phone: "1"}}).Data)
	_, value, _ := strings.Cut(whole, `"phone":`)
	value, _, _ = strings.Cut(value, "}")
	value += "}"
	for name, data := range map[string]string{
		"plain":                   `{"asker":"a1","phone":"0299"}`,
		"plain, spelt otherwise":  `{"asker":"a1","PHONE":"0299"}`,
		"plain beside sealed":     `{"asker":"a1","phone":` + value + `,"phone":"0299"}`,
		"null":                    `{"asker":"a1","phone":null}`,
		"another member":          `{"asker":"a1","phone":{"sealed":"AA==","plain":"x"}}`,
		"no base64":               `{"asker":"a1","phone":{"sealed":"***"}}`,
		"empty envelope":          `{"asker":"a1","phone":{}}`,
		"of another field":        `{"asker":"a1","mails":` + value + `}`,
		"of another person":       `{"asker":"a2","phone":` + value + `}`,
		"of nobody":               `{"phone":` + value + `}`,
		"deep in a list":          `{"asker":"a1","parties":[{"name":"x"}]}`,
		"deep in a map":           `{"asker":"a1","by_role":{"w":{"name":"x"}}}`,
		"list where an object is": `{"asker":"a1","best":["x"]}`,
		"cut":                     `{"asker":"a1","phone":` + value,
		"two values":              `{"asker":"a1","phone":` + value + `}{}`,
		"nothing":                 ``,
	} {
		if f, err := c.Decode(stored("question.asked", 2, data)); !errors.Is(err, eventstore.ErrMalformed) {
			t.Errorf("%s: %+v, %v", name, f.Payload, err)
		} else if strings.Contains(err.Error(), "0299") {
			t.Errorf("%s: the message tells the value: %v", name, err)
		}
	}
	if _, err := c.Decode(stored("question.asked", 2, `{"asker":"a1","phone":`+value+`}`)); err != nil {
		t.Errorf("the value that the others were made of: %v", err)
	}
}

func TestVersionsBeforeSealingAreRead(t *testing.T) {
	c := sealingCodec(t, letters{})
	f, err := c.Decode(stored("question.asked", 1, `{"asker":"a1","phone":"0299","n":4}`))
	if err != nil || !reflect.DeepEqual(f.Payload, asked{Asker: "a1", Reach: Reach{Phone: "0299"}, Count: 4}) {
		t.Errorf("%+v, %v", f.Payload, err)
	}
	// A field that was sealed from version 1 on must be sealed there, too.
	if _, err := c.Decode(stored("question.asked", 1, `{"asker":"a1","best":{"name":"x"}}`)); !errors.Is(err, eventstore.ErrMalformed) {
		t.Errorf("got %v", err)
	}
}

// A vault that fails says nothing about the event: nobody shall park it.
func TestFailureOfTheVaultIsNoMalformedEvent(t *testing.T) {
	ev := encode(t, sealingCodec(t, letters{}), sample())
	disk := errors.New("disk")
	if _, err := sealingCodec(t, letters{broken: disk}).Decode(ev); !errors.Is(err, disk) || errors.Is(err, eventstore.ErrMalformed) {
		t.Errorf("got %v", err)
	}
	if _, err := sealingCodec(t, letters{broken: eventstore.ErrBroken}).Decode(ev); !errors.Is(err, eventstore.ErrBroken) || !errors.Is(err, eventstore.ErrMalformed) {
		t.Errorf("got %v", err)
	}
}

type toNobody struct {
	ID   int    `json:"id"`
	Name string `json:"name" sealed:"id"`
}

type toSealed struct {
	ID   string `json:"id" sealed:"id"`
	Name string `json:"name" sealed:"id"`
}

type toDeep struct {
	In struct {
		ID   string `json:"id"`
		Name string `json:"name" sealed:"id"`
	} `json:"in"`
}

type fromLater struct {
	ID   string `json:"id"`
	Name string `json:"name" sealed:"id,since=2"`
}

type misspelt struct {
	ID   string `json:"id"`
	Name string `json:"name" sealed:"id,form=2"`
}

type hidden struct {
	ID   string `json:"id"`
	Name string `json:"-" sealed:"id"`
}

type tree struct {
	ID   string `json:"id"`
	Name string `json:"name" sealed:"id"`
	Sub  []tree `json:"sub"`
}

type writer struct {
	ID   string `json:"id"`
	Pair pair   `json:"pair"`
}

type pair struct {
	Name string `json:"name" sealed:"id"`
}

func (pair) MarshalText() ([]byte, error) { return nil, nil }

func (toNobody) EventType() string  { return "a.b" }
func (toSealed) EventType() string  { return "a.b" }
func (toDeep) EventType() string    { return "a.b" }
func (fromLater) EventType() string { return "a.b" }
func (misspelt) EventType() string  { return "a.b" }
func (hidden) EventType() string    { return "a.b" }
func (tree) EventType() string      { return "a.b" }
func (writer) EventType() string    { return "a.b" }
func (toNobody) EventVersion() int  { return 1 }
func (toSealed) EventVersion() int  { return 1 }
func (toDeep) EventVersion() int    { return 1 }
func (fromLater) EventVersion() int { return 1 }
func (misspelt) EventVersion() int  { return 1 }
func (hidden) EventVersion() int    { return 1 }
func (tree) EventVersion() int      { return 1 }
func (writer) EventVersion() int    { return 1 }

func TestTagsThatCannotBeFollowedAreRefused(t *testing.T) {
	for want, p := range map[string]eventstore.Payload{
		`"id", which is no open top-level`:          toNobody{},
		`field id is sealed for "id"`:               toSealed{},
		`field in.name is sealed for "id"`:          toDeep{},
		`sealed since version 2, the newest is 1`:   fromLater{},
		`option "form=2" is unknown`:                misspelt{},
		`is sealed and has no name in JSON`:         hidden{},
		`contains itself and has sealed fields`:     tree{},
		`writes its own JSON, so its sealed fields`: writer{},
	} {
		if _, err := eventstore.NewCodec([]eventstore.Payload{p}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%T: %v", p, err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	c := sealingCodec(b, letters{})
	for name, p := range map[string]eventstore.Payload{"open": opened{Name: "Kế Sách", Count: 1}, "sealed": asked{Asker: "a1", Reach: Reach{Phone: "0299"}}} {
		d, err := c.Encode(eventstore.ID{1}, p, eventstore.Metadata{})
		if err != nil {
			b.Fatal(err)
		}
		ev := eventstore.Event{Type: d.Type, Data: d.Data, Metadata: d.Metadata}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.Decode(ev); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzDecodeSealed(f *testing.F) {
	f.Add([]byte(`{"asker":"a1","phone":{"sealed":"YTF8cXVlc3Rpb24uYXNrZWR8cGhvbmV8MzEzMQ=="}}`))
	f.Add([]byte(`{"asker":"a1","parties":[{"name":"x"}],"by_role":{"a":{"Name":null}}}`))
	c := sealingCodec(f, letters{})
	f.Fuzz(func(t *testing.T, data []byte) {
		fact, err := c.Decode(eventstore.Event{Type: "question.asked", Data: data, Metadata: []byte(`{"v":2}`)})
		if err != nil {
			return
		}
		a := fact.Payload.(asked)
		if a.Phone == "" && a.Mails == nil && a.Remark == "" {
			return
		}
		// Whatever came out of a sealed field was in an envelope.
		if !bytes.Contains(bytes.ToLower(data), []byte(`sealed`)) && !bytes.Contains(data, []byte(`\u`)) {
			t.Errorf("%s gave %+v", data, a)
		}
	})
}
