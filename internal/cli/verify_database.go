package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/files"
)

func (c *cli) verifyDatabaseCommand() *cobra.Command {
	var keys keyFlags
	var given, from string
	cmd := &cobra.Command{
		Use: "database DIR|FILE", Args: cobra.ExactArgs(1),
		Short: c.say("tính lại mọi lá từ các dòng của cơ sở dữ liệu và đối chiếu với sổ cái", "recompute all leaves from the rows of a database and compare them with its ledger"),
		Long: c.say(
			"DIR là thư mục dữ liệu (máy chủ có thể đang chạy), FILE là một bản sao của log.db. Sự kiện đầu tiên không khớp được nêu đích danh: vị trí, luồng, loại, và phần nào bị sửa.\nVới --checkpoint, đối chiếu với điểm kiểm tra đã giữ ở nơi khác; với --ledger, với sổ cái ở nơi khác.",
			"DIR is a data directory (a server may be running), FILE a copy of log.db. The first event that does not match is named: position, stream, type, and which part was changed.\nWith --checkpoint it is compared with a checkpoint kept elsewhere, with --ledger with the ledger of another place."),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			db, err := sqlite.Inspect(ctx, args[0])
			if err != nil {
				return c.unchecked(err)
			}
			defer db.Close()
			rows := verify.Rows{Events: db.Events(ctx), Around: db.Around}
			if from == "" {
				from = ledgerBeside(args[0])
			}
			if from == "" {
				return c.againstCheckpoint(ctx, rows, keys, given, args[0])
			}
			return c.onLog(ctx, from, keys, given, func(src verify.Source, trust verify.Trust, opts verify.Options) (verify.Report, error) {
				r, err := verify.FromRows(ctx, rows, src, trust, opts)
				r.Source = args[0]
				if err == nil && r.Problem == nil {
					err = checkFiles(ctx, args[0], &r)
				}
				return r, err
			})
		},
	}
	keys.add(c, cmd)
	cmd.Flags().StringVar(&given, "checkpoint", "", c.say("điểm kiểm tra đã ký, giữ ở nơi khác", "a signed checkpoint kept elsewhere"))
	cmd.Flags().StringVar(&from, "ledger", "", c.say("sổ cái để đối chiếu: thư mục, zip hoặc địa chỉ (mặc định: sổ cái trong thư mục dữ liệu)", "the ledger to compare with: folder, zip or address (default: the one in the data directory)"))
	return cmd
}

// checkFiles reads every file that a data directory keeps: each is named by its
// SHA-256, and events name them so.
func checkFiles(ctx context.Context, dir string, r *verify.Report) error {
	at := filepath.Join(dir, "files")
	if info, err := os.Stat(at); err != nil || !info.IsDir() {
		return nil // a database on its own
	}
	store, err := files.Look(at)
	if err != nil {
		return err
	}
	found, err := store.Verify(ctx, nil)
	if err != nil {
		return err
	}
	r.Files = found.Files - len(found.Damaged)
	if len(found.Damaged) > 0 {
		r.Sound, r.Further = false, len(found.Damaged)-1
		r.Problem = &verify.Problem{Code: verify.FileChanged, Path: filepath.Join("files", found.Damaged[0])}
	}
	return nil
}

// againstCheckpoint: there is no ledger, only a checkpoint.
func (c *cli) againstCheckpoint(ctx context.Context, rows verify.Rows, keys keyFlags, given, where string) error {
	if given == "" {
		return c.unchecked(errors.New(c.say("không thấy sổ cái bên cạnh; thêm --ledger hoặc --checkpoint", "no ledger beside it; add --ledger or --checkpoint")))
	}
	signed, err := c.small(given, largestCheckpoint)
	if err != nil {
		return c.unchecked(err)
	}
	trust, known, err := c.trust(keys, signed, nil)
	if err != nil {
		return c.unchecked(err)
	}
	r, err := verify.AgainstCheckpoint(ctx, rows, signed, trust)
	r.Source = where
	return c.settle(known, r, err)
}

// ledgerBeside finds the ledger of a data directory, or of the file of its log.
func ledgerBeside(place string) string {
	dir := place
	if info, err := os.Stat(place); err == nil && info.Mode().IsRegular() {
		dir = filepath.Dir(place)
	}
	for _, in := range []string{"ledger", filepath.Join("..", "ledger")} {
		at := filepath.Join(dir, in)
		if _, err := os.Stat(filepath.Join(at, ledger.CheckpointPath)); err == nil {
			return at
		}
	}
	return ""
}
