package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"filippo.io/torchwood"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// workers of fsck: with one it hangs on a bad tile.
const workers = 8

// checkLog is Tessera's fsck over a folder.
func checkLog(ctx context.Context, key note.Verifier, args []string) error {
	leaves := 0
	hash := func(bundle []byte) ([][]byte, error) {
		var b api.EntryBundle
		if err := b.UnmarshalText(bundle); err != nil {
			return nil, err
		}
		out := make([][]byte, 0, len(b.Entries))
		for _, e := range b.Entries {
			out = append(out, rfc6962.DefaultHasher.HashLeaf(e))
		}
		leaves += len(out)
		return out, nil
	}
	f := fsck.New(key.Name(), key, &client.FileFetcher{Root: args[0]}, hash, fsck.Opts{N: workers})
	if err := f.Check(ctx); err != nil {
		return err
	}
	if leaves == 0 {
		return errors.New("fsck saw no leaf")
	}
	fmt.Printf("tessera fsck: %d leaves, all tiles\n", leaves)
	return nil
}

// checkEntries reads leaves through torchwood's client, which checks each against the
// checkpoint, and a proof of the last.
func checkEntries(ctx context.Context, key note.Verifier, args []string) error {
	signed, err := os.ReadFile(filepath.Join(args[0], "checkpoint"))
	if err != nil {
		return err
	}
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(key.Name()), torchwood.SingleVerifierPolicy(key))
	c, _, err := torchwood.VerifyCheckpoint(signed, policy)
	if err != nil {
		return err
	}
	base := url.URL{Scheme: "file", Path: args[0] + "/"}
	tiles, err := torchwood.NewTileFetcher(base.String(), torchwood.WithHTTPClient(fileClient()))
	if err != nil {
		return err
	}
	logs, err := torchwood.NewClient(tiles)
	if err != nil {
		return err
	}
	read := int64(0)
	for i := range logs.AllEntries(ctx, c.Tree, 0) { // Entries leaves out the last partial bundle
		if i != read {
			return fmt.Errorf("entry %d came as number %d", i, read)
		}
		read++
	}
	if err := logs.Err(); err != nil {
		return err
	}
	if read != c.N {
		return fmt.Errorf("%d of %d entries read", read, c.N)
	}
	if _, _, err := logs.Entry(ctx, c.Tree, c.N-1); err != nil {
		return err
	}
	fmt.Printf("torchwood: %d entries\n", read)
	return nil
}
