package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/node"
)

func (c *cli) ledgerCommand() *cobra.Command {
	return group("ledger", c.say("sổ cái: điểm kiểm tra, khóa ký, nhân chứng", "the ledger: checkpoints, signing key, witnesses"),
		c.ledgerStatusCommand(), c.ledgerKeyCommand(), c.ledgerHistoryCommand(), c.ledgerRotateCommand(), c.witnessCommand())
}

// withLedger works on this process's node, or asks the server that has the
// directory in use.
func (c *cli) withLedger(ctx context.Context, here func(*node.Node) error, there func(remote) error) error {
	n, err := c.open(ctx)
	if errors.Is(err, sqlite.ErrLocked) {
		return there(remote{socket: c.config().ControlSocket(), locked: err})
	}
	if err != nil {
		return err
	}
	defer n.Close()
	return here(n)
}

func (c *cli) ledgerStatusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Args: cobra.NoArgs,
		Short: c.say("điểm kiểm tra mới nhất, độ trễ, nhân chứng", "newest checkpoint, lag, witnesses"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var s ledger.Status
			err := c.withLedger(cmd.Context(), func(n *node.Node) (err error) {
				if err := n.Ledger.ToEnd(cmd.Context()); err != nil && !errors.Is(err, ledger.ErrFork) {
					return err
				}
				s, err = n.Ledger.Status(cmd.Context())
				return err
			}, func(r remote) error { return r.ask(cmd.Context(), http.MethodGet, "/ledger", nil, &s) })
			if err != nil {
				return err
			}
			if err := c.print(s, func(w io.Writer) { c.printLedger(w, s) }); err != nil {
				return err
			}
			switch {
			case s.Fork:
				return exit{Unproved, errors.New(s.Error)}
			case s.Error != "":
				return exit{Degraded, errors.New(s.Error)}
			}
			return nil
		},
	}
}

func (c *cli) printLedger(w io.Writer, s ledger.Status) {
	row := func(vi, en string, value any) { fmt.Fprintf(w, "%s %v\n", pad(c.say(vi, en), 22), value) }
	row("Sổ cái", "Origin", s.Origin)
	row("Khóa kiểm tra", "Verifier key", s.Key)
	row("Số lá đã ký", "Leaves signed", s.Size)
	row("Gốc cây", "Root", s.Root)
	if !s.LastSigned.IsZero() {
		row("Ký lúc", "Signed", s.LastSigned.In(calendar.Zone).Format("15:04:05 02/01/2006"))
	}
	row("Chưa ký", "Not yet signed", s.EventsBehind)
	yes := map[bool]string{true: c.say("có", "yes"), false: c.say("chưa có", "none")}
	row("Nhân chứng", "Witnesses", yes[s.Cosigned])
	row("Dấu thời gian", "Time stamp", yes[s.Stamped])
	if s.Attest != "" {
		row("Lỗi nhân chứng", "Witness fault", s.Attest)
	}
}

func (c *cli) ledgerKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "key", Args: cobra.NoArgs,
		Short: c.say("in khóa kiểm tra để công bố", "print the verifier key, for everybody"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			key, err := ledger.ReadKey(c.config().LedgerKeyFile())
			if err != nil {
				return err
			}
			return c.print(map[string]string{"key": key.Public, "origin": key.Name()}, func(w io.Writer) { fmt.Fprintln(w, key.Public) })
		},
	}
}

func (c *cli) ledgerHistoryCommand() *cobra.Command {
	var last int
	cmd := &cobra.Command{
		Use: "history", Args: cobra.NoArgs,
		Short: c.say("các điểm kiểm tra đã ký, mới nhất sau cùng", "checkpoints that were signed, newest last"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := os.Open(filepath.Join(c.config().LedgerDir(), ledger.HistoryPath))
			if err != nil {
				return err
			}
			defer f.Close()
			all := []ledger.Published{}
			for d := json.NewDecoder(f); ; {
				var p ledger.Published
				if err := d.Decode(&p); err != nil {
					break // its end, or a line that is being written
				}
				if !p.Again {
					all = append(all, p)
				}
				if last > 0 && len(all) > last {
					all = all[1:]
				}
			}
			return c.print(all, func(w io.Writer) {
				for _, p := range all {
					fmt.Fprintf(w, "%10d  %s  %s\n", p.Size, p.Root, p.Signed.In(calendar.Zone).Format("15:04:05 02/01/2006"))
				}
			})
		},
	}
	cmd.Flags().IntVar(&last, "last", 20, c.say("chỉ bấy nhiêu điểm kiểm tra cuối (0: tất cả)", "only so many of the last ones (0: all)"))
	return cmd
}

func (c *cli) ledgerRotateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rotate-key", Args: cobra.NoArgs,
		Short: c.say("đổi khóa ký điểm kiểm tra; khóa cũ ký cho khóa mới", "change the signing key; the old one signs for the new"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var r node.Rotated
			err := c.withLedger(cmd.Context(), func(n *node.Node) (err error) {
				r, err = n.RotateLedgerKey(cmd.Context())
				if err == nil {
					err = n.Ledger.ToEnd(cmd.Context())
				}
				return err
			}, func(s remote) error { return s.ask(cmd.Context(), http.MethodPost, "/ledger/rotate-key", nil, &r) })
			if err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) {
				fmt.Fprintf(w, c.say("Khóa cũ  %s\nKhóa mới %s\nĐổi tại điểm kiểm tra %d lá; khóa cũ còn ký kèm đến %s.\n", "Old key %s\nNew key %s\nAt the checkpoint of %d leaves; the old key goes on signing beside until %s.\n"),
					r.Old, r.New, r.Size, r.Overlap.In(calendar.Zone).Format(time.DateOnly))
				fmt.Fprintln(w, c.say("Hãy sao khóa mới ra nơi cất khóa và công bố khóa kiểm tra mới.", "Copy the new key to where keys are kept, and publish the new verifier key."))
			})
		},
	}
}
