package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// message is one text, or two where English distinguishes one from many.
type message struct{ one, other string }

// Catalogue is a set of messages in every language.
type Catalogue struct {
	messages map[Lang]map[string]message
}

var (
	keyShape    = regexp.MustCompile(`^[a-z0-9_-]+(\.[a-z0-9_-]+)+$`)
	placeholder = regexp.MustCompile(`\{(\d)\}`)
)

// Load reads messages/<section>/<lang>.json from fsys and reports every fault
// it finds: malformed or repeated keys, a key missing in one language, and
// placeholders that differ between the languages.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{messages: map[Lang]map[string]message{VI: {}, EN: {}}}
	var faults []error
	names, err := fs.Glob(fsys, "messages/*/*.json")
	if err != nil {
		return nil, fmt.Errorf("i18n: %w", err)
	}
	for _, name := range names {
		lang := Lang(strings.TrimSuffix(path.Base(name), ".json"))
		into, ok := c.messages[lang]
		if !ok {
			faults = append(faults, fmt.Errorf("i18n: %s: the file name must be vi.json or en.json", name))
			continue
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		faults = append(faults, read(raw, name, into)...)
	}
	faults = append(faults, c.compare()...)
	return c, errors.Join(faults...)
}

// read walks the JSON token by token, because a repeated key inside one file
// would otherwise silently replace the first.
func read(raw []byte, name string, into map[string]message) (faults []error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return []error{fmt.Errorf("i18n: %s: want a JSON object of key to text", name)}
	}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return append(faults, fmt.Errorf("i18n: %s: %w", name, err))
		}
		key := tok.(string)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return append(faults, fmt.Errorf("i18n: %s: %s: %w", name, key, err))
		}
		m, err := parse(value)
		switch _, repeated := into[key]; {
		case err != nil:
			faults = append(faults, fmt.Errorf("i18n: %s: %s: %w", name, key, err))
		case repeated:
			faults = append(faults, fmt.Errorf("i18n: %s: %s is declared twice", name, key))
		case !keyShape.MatchString(key):
			faults = append(faults, fmt.Errorf("i18n: %s: %q is not a dotted lower-case key", name, key))
		default:
			into[key] = m
		}
	}
	if _, err := dec.Token(); err != nil {
		faults = append(faults, fmt.Errorf("i18n: %s: %w", name, err))
	}
	return faults
}

func parse(value json.RawMessage) (message, error) {
	var text string
	if json.Unmarshal(value, &text) == nil && text != "" {
		return message{one: text, other: text}, nil
	}
	var forms struct{ One, Other string }
	dec := json.NewDecoder(bytes.NewReader(value))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&forms); err != nil || forms.One == "" || forms.Other == "" {
		return message{}, errors.New(`want a text, or {"one": …, "other": …}`)
	}
	return message{one: forms.One, other: forms.Other}, nil
}

func (c *Catalogue) compare() (faults []error) {
	for _, lang := range Langs {
		for _, key := range c.keys(lang) {
			other, ok := c.messages[lang.Other()][key]
			if !ok {
				faults = append(faults, fmt.Errorf("i18n: %s is missing in %s.json", key, lang.Other()))
				continue
			}
			mine := c.messages[lang][key]
			if lang == VI && !slices.Equal(holes(mine.other), holes(other.other)) {
				faults = append(faults, fmt.Errorf("i18n: %s has other placeholders in vi than in en", key))
			}
		}
	}
	return faults
}

func holes(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func (c *Catalogue) keys(lang Lang) []string {
	keys := make([]string, 0, len(c.messages[lang]))
	for k := range c.messages[lang] {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Keys lists every declared key in order.
func (c *Catalogue) Keys() []string { return c.keys(VI) }

// Has reports whether key is declared.
func (c *Catalogue) Has(key string) bool { _, ok := c.messages[VI][key]; return ok }

// Lookup fills the placeholders {0}, {1}… of a message. Integers and floats are
// written in the language's way. Where a message has two forms, the first
// integer argument chooses: exactly one takes "one".
func (c *Catalogue) Lookup(lang Lang, key string, args ...any) (string, error) {
	m, ok := c.messages[Parse(string(lang))][key]
	if !ok {
		return "", &UnknownKeyError{Key: key}
	}
	text := m.other
	if m.one != m.other && countsOne(args) {
		text = m.one
	}
	for _, hole := range holes(text) {
		if n, _ := strconv.Atoi(hole[1:2]); n >= len(args) {
			return "", fmt.Errorf("i18n: %s needs %d arguments, got %d", key, n+1, len(args))
		}
	}
	return placeholder.ReplaceAllStringFunc(text, func(hole string) string {
		n, _ := strconv.Atoi(hole[1:2])
		return Format(lang, args[n])
	}), nil
}

func countsOne(args []any) bool {
	for _, arg := range args {
		if n, ok := integer(arg); ok {
			return n == 1
		}
	}
	return false
}
