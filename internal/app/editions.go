package app

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// Editions are the public versions of one item, made again from its events.
type Editions struct {
	Agency string // for which the item was drafted
	Gone   bool   // withdrawn: readers get a tombstone, and none of the versions
	All    []Edition
}

// Edition is one public version.
type Edition struct {
	Revision eventstore.Revision // of the event that published it
	SHA256   string              // of the canonical content, as that event names it
	Content  []byte              // RFC 8785 JSON
	Files    []string            // attachments, original and report, by SHA-256
}

// EditionsOf reads the events of one stream, the oldest first. A stream that is no
// item's has none.
func EditionsOf(codec *eventstore.Codec, events []eventstore.Event) (Editions, error) {
	var out Editions
	if len(events) == 0 {
		return out, nil
	}
	var apply func(eventstore.Fact) *Edition
	switch stream := events[0].Stream; {
	case strings.HasPrefix(stream, publicationPrefix):
		p := publication.New()
		apply = func(f eventstore.Fact) *Edition {
			p.Apply(f.Payload)
			out.Agency, out.Gone = p.Agency(), p.Version() > 0 && !p.State().Public()
			hash := publishedHash(f.Payload)
			if hash == "" {
				return nil
			}
			content, _ := p.Public()
			return edition(hash, content, content.Attachments...)
		}
	case strings.HasPrefix(stream, datasetPrefix):
		d := dataset.New()
		apply = func(f eventstore.Fact) *Edition {
			d.Apply(f.Payload)
			out.Agency, out.Gone = d.Agency(), d.Version() > 0 && !d.State().Public()
			hash := ""
			switch e := f.Payload.(type) {
			case dataset.Published:
				hash = e.Content
			case dataset.Revised:
				hash = e.Content
			}
			if hash == "" {
				return nil
			}
			content, _ := d.Public()
			one := edition(hash, content)
			if r := content.Release; r != nil {
				one.Files = append(one.Files, r.File.SHA256)
				if r.Report != "" {
					one.Files = append(one.Files, r.Report)
				}
			}
			return one
		}
	default:
		return out, nil
	}
	for _, ev := range events {
		f, err := codec.Decode(ev)
		if errors.Is(err, eventstore.ErrStranger) {
			continue
		}
		if err != nil {
			return out, err
		}
		if one := apply(f); one != nil {
			one.Revision = f.Revision
			out.All = append(out.All, *one)
		}
	}
	return out, nil
}

func edition(hash string, content any, files ...editorial.Attachment) *Edition {
	e := &Edition{SHA256: hash, Content: bytes.Clone(editorial.Canonical(content))}
	for _, a := range files {
		if !slices.Contains(e.Files, a.SHA256) {
			e.Files = append(e.Files, a.SHA256)
		}
	}
	return e
}
