package node

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/projections/view"
)

// ExportOptions of an archive.
type ExportOptions struct {
	Target   string                                 // new folder, or new file that ends in .zip
	Full     bool                                   // every event as the log has it; else what everybody may know
	Since    string                                 // signed checkpoint, or number of leaves, that an earlier archive reaches; empty: from the beginning
	Agencies []string                               // ids, codes or domain names; none: all
	Tell     func(stage string, done, total uint64) `json:"-"`
}

// Export writes an archive at the newest signed checkpoint, while the node goes on
// serving.
func (n *Node) Export(ctx context.Context, o ExportOptions) (archive.Summary, error) {
	target, err := n.exportTarget(o.Target)
	if err != nil {
		return archive.Summary{}, err
	}
	x, err := n.newExporting(ctx, o)
	if err != nil {
		return archive.Summary{}, err
	}
	contents, err := x.contents(ctx)
	if err != nil {
		return archive.Summary{}, err
	}
	if !strings.HasSuffix(target, ".zip") {
		return archive.Write(ctx, target, contents)
	}
	temp, err := os.MkdirTemp(filepath.Dir(target), filepath.Base(target)+".part-*")
	if err != nil {
		return archive.Summary{}, err
	}
	defer os.RemoveAll(temp)
	dir := filepath.Join(temp, "bag")
	sum, err := archive.Write(ctx, dir, contents)
	if err != nil {
		return sum, err
	}
	contents.Progress("zip", 0, 0)
	return sum, archive.Pack(ctx, dir, target, contents.Now)
}

// exportTarget refuses what is there, and places inside the data directory.
func (n *Node) exportTarget(target string) (string, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return "", err
	}
	data, err := filepath.Abs(n.cfg.Data)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) || within(data, target) {
		return "", ErrExportTarget.New("path", target)
	}
	return target, nil
}

func (n *Node) newExporting(ctx context.Context, o ExportOptions) (*exporting, error) {
	if err := n.Ledger.ToEnd(ctx); err != nil {
		return nil, err
	}
	head, ok := n.Ledger.Latest()
	if !ok {
		return nil, ErrExportUnsigned.New()
	}
	status, err := n.Ledger.Status(ctx)
	if err != nil {
		return nil, err
	}
	if status.Key == "" {
		return nil, ErrExportUnsigned.New()
	}
	end, err := n.Ledger.PositionOf(ctx, head.Size-1)
	if err != nil {
		return nil, err
	}
	if o.Tell == nil {
		o.Tell = func(string, uint64, uint64) {}
	}
	x := &exporting{
		ExportOptions: o, node: n, log: boundedLog{n.Log, end}, head: head, key: status.Key, origin: status.Origin,
		streams: map[string]disclosed{}, editions: map[string][]eventstore.Revision{}, files: map[[32]byte]bool{},
	}
	if err := x.base(ctx); err != nil {
		return nil, err
	}
	return x, x.chosen(ctx)
}

// base reads where an increment begins, and makes sure that it is of this history.
func (x *exporting) base(ctx context.Context) error {
	text := strings.TrimSpace(x.Since)
	if text == "" {
		return nil
	}
	if size, err := strconv.ParseUint(text, 10, 63); err == nil {
		if size == 0 || size > x.head.Size {
			return ErrExportSince.New("size", x.head.Size)
		}
		x.since = size
		if p, err := x.node.Ledger.Covering(ctx, size-1); err == nil && p.Size == size {
			x.baseNote = p.Note
		}
		return nil
	}
	// Its signature does not matter here: that our own tree has its root does.
	c, err := ledger.ParseCheckpoint(noteBody(x.Since))
	if err != nil || c.Size == 0 || c.Size > x.head.Size {
		return ErrExportSince.New("size", x.head.Size).Because(err)
	}
	head, err := ledger.ParseCheckpoint(noteBody(x.head.Note))
	if err != nil {
		return err
	}
	root, _, err := ledger.ProveConsistency(ctx, x.node.Ledger.Source(), head, c.Size)
	if err != nil {
		return err
	}
	if root != c.Root {
		return ErrExportSince.New("size", x.head.Size).Because(fmt.Errorf("the tree of %d leaves has the root %s", c.Size, hex.EncodeToString(root[:])))
	}
	x.since, x.baseNote = c.Size, x.Since
	return nil
}

// noteBody is the text of a signed note.
func noteBody(signed string) string {
	text, _, _ := strings.Cut(signed, "\n\n")
	return text + "\n"
}

// chosen finds the agencies by id, code or domain name.
func (x *exporting) chosen(ctx context.Context) error {
	if len(x.Agencies) == 0 {
		return nil
	}
	tree, err := x.node.App.Queries.Tree(ctx, view.AsOf{}, x.today())
	if err != nil {
		return err
	}
	x.only = map[string]bool{}
	for _, name := range x.Agencies {
		found := false
		for _, a := range tree.Agencies {
			if a.ID == name || a.Code == name || a.Domain.FQDN == name {
				x.only[a.ID], found = true, true
			}
		}
		if _, ended := tree.Ended[name]; ended && !found {
			x.only[name], found = true, true
		}
		if !found {
			return ErrExportAgency.New("name", name)
		}
	}
	x.Agencies = nil
	for id := range x.only {
		x.Agencies = append(x.Agencies, id)
	}
	slices.Sort(x.Agencies)
	return nil
}
