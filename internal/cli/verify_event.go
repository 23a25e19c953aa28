package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"github.com/spf13/cobra"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
)

func (c *cli) verifyEventCommand() *cobra.Command {
	var keys keyFlags
	var file, content string
	cmd := &cobra.Command{
		Use: "event BUNDLE", Args: cobra.ExactArgs(1),
		Short: c.say("kiểm chứng một sự kiện bằng tệp chứng thực tải từ trang", "verify one event by the proof bundle of its page"),
		Long: c.say(
			"BUNDLE là tệp chứng thực (.json), “-” là đầu vào chuẩn. Với --file, xét thêm tệp ấy có đúng là tệp mà sự kiện nêu hay không.",
			"BUNDLE is the proof file (.json), “-” standard input. With --file it is also told whether that file is one that the event names."),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := c.small(args[0], largestBundle)
			if err != nil {
				return c.unchecked(err)
			}
			var opts verify.EventOptions
			if content != "" {
				if opts.Content, err = c.small(content, largestContent); err != nil {
					return c.unchecked(err)
				}
			}
			if file != "" {
				if opts.File, err = sumOf(file); err != nil {
					return c.unchecked(err)
				}
			}
			b, err := ledger.ParseBundle(raw)
			if err != nil {
				return c.unchecked(err)
			}
			_, _, signed, err := ledger.ParseProof(b.Proof)
			if err != nil {
				return c.unchecked(err)
			}
			trust, known, err := c.trust(keys, []byte(signed), []string{b.Key})
			if err != nil {
				return c.unchecked(err)
			}
			r, err := verify.Proof(raw, trust, opts)
			r.Source = args[0]
			return c.settle(known, r, err)
		},
	}
	keys.add(c, cmd)
	cmd.Flags().StringVar(&file, "file", "", c.say("tệp cần đối chiếu với sự kiện", "a file to compare with what the event names"))
	cmd.Flags().StringVar(&content, "content", "", c.say("nội dung chuẩn (RFC 8785) tải từ trang chứng thực", "the canonical content (RFC 8785) from the proof page"))
	return cmd
}

// sumOf a file, however large.
func sumOf(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
