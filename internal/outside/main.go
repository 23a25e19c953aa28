// Command outside holds a ledger against verifiers that we did not write: Tessera's
// fsck, transparency-dev/merkle and formats, and torchwood. It has a go.mod of its
// own, so the product depends on none of them; the tests of eventstore/ledger build
// and run it.
//
//	outside log KEY FOLDER              every leaf and tile up to the signed root
//	outside entries KEY FOLDER          the same leaves, as torchwood reads them
//	outside proof KEY LEAF-FILE PROOF   a C2SP tlog-proof, by torchwood and by formats with merkle
//	outside extends KEY OLD NEW PROOF   two checkpoints and the hashes between, a line each in base64
//
// It prints what was accepted and by whom, and exits with 3 when anything was not.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"
)

// patience bounds a check; one of the libraries may hang on bad input.
const patience = time.Minute

func main() {
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	flags.Set("logtostderr", "false")
	flags.Set("stderrthreshold", "FATAL")
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "outside log|entries|proof|extends KEY …")
		os.Exit(2)
	}
	key, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "key:", err)
		os.Exit(2)
	}
	checks := map[string]func(context.Context, note.Verifier, []string) error{
		"log": checkLog, "entries": checkEntries, "proof": checkProof, "extends": checkExtends,
	}
	check, ok := checks[os.Args[1]]
	if !ok {
		fmt.Fprintln(os.Stderr, "no such check:", os.Args[1])
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	verdict := make(chan error, 1)
	go func() { verdict <- check(ctx, key, os.Args[3:]) }()
	select {
	case err = <-verdict:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "rejected:", err)
		os.Exit(3)
	}
}
