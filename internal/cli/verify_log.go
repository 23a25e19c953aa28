package cli

import (
	"context"

	"github.com/spf13/cobra"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
)

func (c *cli) verifyLogCommand() *cobra.Command {
	var keys keyFlags
	var given string
	cmd := &cobra.Command{
		Use: "log DIR|ZIP|URL", Args: cobra.ExactArgs(1),
		Short: c.say("tính lại toàn bộ cây băm của một sổ cái và đối chiếu chữ ký", "recompute the whole tree of a log and check its signatures"),
		Long: c.say(
			"Tính lại từng lá, từng mảnh cây, gốc của mọi điểm kiểm tra đã ký. Nơi sai đầu tiên được nêu đích danh.",
			"Recomputes every leaf, every tile and the root of every signed checkpoint. The first wrong place is named."),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onLog(cmd.Context(), args[0], keys, given, func(src verify.Source, trust verify.Trust, opts verify.Options) (verify.Report, error) {
				return verify.Log(cmd.Context(), src, trust, opts)
			})
		},
	}
	keys.add(c, cmd)
	cmd.Flags().StringVar(&given, "checkpoint", "", c.say("đối chiếu với điểm kiểm tra trong tệp này thay cho điểm kiểm tra của sổ cái", "check against the checkpoint in this file instead of the log's own"))
	return cmd
}

func (c *cli) verifyExtendsCommand() *cobra.Command {
	var keys keyFlags
	cmd := &cobra.Command{
		Use: "extends OLD-CHECKPOINT DIR|ZIP|URL", Args: cobra.ExactArgs(2),
		Short: c.say("sổ cái bây giờ có nối tiếp điểm kiểm tra cũ đã giữ hay đã bị viết lại", "does the log still extend an old checkpoint, or was it rewritten"),
		RunE: func(cmd *cobra.Command, args []string) error {
			old, err := c.small(args[0], largestCheckpoint)
			if err != nil {
				return c.unchecked(err)
			}
			return c.onLog(cmd.Context(), args[1], keys, "", func(src verify.Source, trust verify.Trust, opts verify.Options) (verify.Report, error) {
				return verify.Extends(cmd.Context(), old, src, trust, opts)
			})
		},
	}
	keys.add(c, cmd)
	return cmd
}

// onLog opens a log with what is known of its key.
func (c *cli) onLog(ctx context.Context, where string, keys keyFlags, given string, judge func(verify.Source, verify.Trust, verify.Options) (verify.Report, error)) error {
	src, err := verify.Open(ctx, where, nil)
	if err != nil {
		return c.unchecked(err)
	}
	defer src.Close()
	var opts verify.Options
	if given != "" {
		if opts.Checkpoint, err = c.small(given, largestCheckpoint); err != nil {
			return c.unchecked(err)
		}
	}
	signed := opts.Checkpoint
	if signed == nil {
		if signed, err = src.ReadFile(ctx, ledger.CheckpointPath); err != nil {
			return c.unchecked(err)
		}
	}
	trust, known, err := c.trust(keys, signed, verify.Hints(ctx, src))
	if err != nil {
		return c.unchecked(err)
	}
	if err := c.follow(&trust, &known, verify.Rotations(ctx, src)); err != nil {
		return c.unchecked(err)
	}
	r, err := judge(src, trust, opts)
	return c.settle(known, r, err)
}
