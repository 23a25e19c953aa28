package archive

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Info is what bag-info.txt says. Verify compares it with the rest.
type Info struct {
	Organization string
	Date         string
	Oxum         string
	Format       string
	Origin       string
	Size         uint64
	Root         string // hex
	Scope        Scope
	Since        uint64
	Agencies     []string
}

const maxInfo = 1 << 20

// ReadInfo reads bag-info.txt.
func (b *Bag) ReadInfo() (Info, error) {
	f, err := b.Open(infoPath)
	if err != nil {
		return Info{}, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxInfo))
	if err != nil {
		return Info{}, err
	}
	return parseInfo(string(raw))
}

func parseInfo(text string) (i Info, err error) {
	number := func(into *uint64, label, value string) {
		n, e := strconv.ParseUint(value, 10, 63)
		if e != nil && err == nil {
			err = &Wrong{infoPath, fmt.Sprintf("%s is %q and not a number", label, value)}
		}
		*into = n
	}
	for line := range strings.Lines(text) {
		label, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ": ")
		if !ok {
			continue
		}
		switch label {
		case "Source-Organization":
			i.Organization = value
		case "Bagging-Date":
			i.Date = value
		case labelOxum:
			i.Oxum = value
		case labelFormat:
			i.Format = value
		case labelOrigin:
			i.Origin = value
		case labelSize:
			number(&i.Size, label, value)
		case labelRoot:
			i.Root = value
		case labelScope:
			i.Scope = Scope(value)
		case labelSince:
			number(&i.Since, label, value)
		case labelAgency:
			i.Agencies = append(i.Agencies, value)
		}
	}
	switch {
	case err != nil:
	case i.Format != Format:
		err = &Wrong{infoPath, fmt.Sprintf("its format is %q; this program knows %q", i.Format, Format)}
	case i.Scope != Public && i.Scope != Full:
		err = &Wrong{infoPath, fmt.Sprintf("its scope is %q", i.Scope)}
	}
	return i, err
}

// readManifest reads a manifest: a SHA-256 and a path a line.
func readManifest(from fs.FS, name string) ([]entry, error) {
	f, err := from.Open(name)
	if err != nil {
		return nil, missing(name, err)
	}
	defer f.Close()
	var out []entry
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		sum, path, ok := strings.Cut(lines.Text(), "  ")
		var e entry
		if !ok || !IsHash(sum) || clean(path) != nil {
			return nil, &Wrong{name, fmt.Sprintf("line %d is no SHA-256 with the name of a file", n)}
		}
		for i := range e.sum {
			b, _ := strconv.ParseUint(sum[2*i:2*i+2], 16, 8) // IsHash
			e.sum[i] = byte(b)
		}
		e.path = path
		out = append(out, e)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	for i := 1; i < len(out); i++ {
		if out[i].path == out[i-1].path {
			return nil, &Wrong{name, out[i].path + " is listed twice"}
		}
	}
	return out, nil
}
