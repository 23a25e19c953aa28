package ingest

import (
	"context"
	"io"
	"iter"
	"strings"
	"sync/atomic"

	"minhbach/domain/dataset"
)

// textGrid is a text file of cells between delimiters.
type textGrid struct {
	src      Source
	encoding string
	delim    byte
	limits   Limits
	read     atomic.Int64
	composed atomic.Bool
}

func openText(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	if err := checkEncoding(c.Encoding); err != nil {
		return nil, err
	}
	g := &textGrid{src: src, encoding: c.Encoding, limits: limits}
	var notes []dataset.Note
	if g.encoding == "" {
		s, err := surveyText(src, func(int64) error { return ctx.Err() })
		if err != nil {
			return nil, err
		}
		name, sure, err := s.encoding(src.Size())
		if err != nil {
			return nil, err
		}
		g.encoding = name
		switch {
		case !sure:
			notes = append(notes, note("encoding_unsure", "encoding", name))
		case name != "utf-8":
			notes = append(notes, note("encoding", "encoding", name))
		}
	}
	if err := g.settleDelimiter(c, &notes); err != nil {
		return nil, err
	}
	return &opened{grid: g, notes: notes,
		reading: dataset.Reading{Format: c.Format, Encoding: g.encoding, Delimiter: string(rune(g.delim))}}, nil
}

func (g *textGrid) settleDelimiter(c Choices, notes *[]dataset.Note) error {
	switch {
	case c.Delimiter != "":
		d := c.Delimiter
		if d == `\t` {
			d = "\t"
		}
		if len(d) != 1 || !canDelimit(d[0]) {
			return ErrChoice.New("value", c.Delimiter, "field", "delimiter", "allowed", `, ; | \t : ^ ~`)
		}
		g.delim = d[0]
	case c.Format == "tsv":
		g.delim = '\t'
	default:
		head := make([]byte, 256<<10)
		n, err := io.ReadFull(g.text(), head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		g.delim = sniff(string(head[:n]), n < len(head))
		if g.delim != ',' {
			*notes = append(*notes, note("delimiter", "delimiter", delimiterName(g.delim)))
		}
	}
	return nil
}

// canDelimit: any sign of ASCII that numbers and words are not made of.
func canDelimit(c byte) bool {
	return c == '\t' || c == 0x1F || c > ' ' && c < 0x7F && !strings.ContainsRune("\"'.-+%()", rune(c)) &&
		!(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z')
}

func delimiterName(c byte) string {
	if c == '\t' {
		return "Tab"
	}
	return "“" + string(rune(c)) + "”"
}

// text is the file from its beginning as UTF-8.
func (g *textGrid) text() io.Reader {
	g.read.Store(0)
	return decoded(&counted{r: io.NewSectionReader(g.src, 0, g.src.Size()), n: &g.read}, g.encoding)
}

type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (g *textGrid) names() []string { return nil }

func (g *textGrid) done() float64 { return float64(g.read.Load()) / float64(g.src.Size()) }

func (g *textGrid) fill(ctx context.Context, next func() *batch, give func(*batch) bool) error {
	s := newSplitter(g.text(), g.delim, g.limits)
	err := s.fill(ctx, next, give, g.done)
	if s.normalized {
		g.composed.Store(true)
	}
	return err
}

func (g *textGrid) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		var cells []cell
		stopped := false
		err := g.fill(ctx, func() *batch { return &batch{} }, func(b *batch) bool {
			for _, r := range b.rows {
				cells = cells[:0]
				for _, t := range b.texts[r.first:r.last] {
					cells = append(cells, cell{text: t})
				}
				if !yield(row{line: r.line, cells: cells, bad: r.bad}, nil) {
					stopped = true
					return false
				}
			}
			return true
		})
		if err != nil && !stopped {
			yield(row{}, err)
		}
	}
}
