package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhbach/eventstore/ledger/witness"
)

// witnessCommand serves a witness for the logs of others. It needs no data directory.
func (c *cli) witnessCommand() *cobra.Command {
	var listen, state, keyFile, name string
	var logs []string
	cmd := &cobra.Command{
		Use:   "witness --listen HOST:PORT --state FILE --key-file FILE --log VKEY…",
		Short: c.say("làm nhân chứng cho sổ cái của nơi khác", "be a witness for the ledgers of others"),
		Long: c.say("Ký kèm điểm kiểm tra của các sổ cái được nêu, chỉ khi điểm kiểm tra mới nối tiếp điểm kiểm tra đã ký trước (C2SP tlog-witness).\nTệp --state không được mất: hãy sao lưu. Tệp --key-file được tạo ở lần chạy đầu với tên --name.",
			"Cosigns the checkpoints of the logs named, only where one extends the one signed before (C2SP tlog-witness).\nThe --state file must not be lost: back it up. The --key-file is made at first use, with the name --name."),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if listen == "" || state == "" || keyFile == "" || len(logs) == 0 {
				return usage("%s", c.say("cần --listen, --state, --key-file và ít nhất một --log", "--listen, --state, --key-file and at least one --log are needed"))
			}
			signer, err := witnessKey(keyFile, name)
			if err != nil {
				return err
			}
			s, err := witness.NewServer(signer, logs, state)
			if err != nil {
				return err
			}
			l, err := net.Listen("tcp", listen)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "witness http://%s %s\n", l.Addr(), signer.Public())
			return serveUntil(cmd.Context(), l, s.Handler())
		},
	}
	f := cmd.Flags()
	f.StringVar(&listen, "listen", "", "HOST:PORT")
	f.StringVar(&state, "state", "", c.say("tệp nhớ điểm kiểm tra đã ký của từng sổ cái", "file that remembers what was signed of each log"))
	f.StringVar(&keyFile, "key-file", "", c.say("tệp khóa của nhân chứng", "file of the witness's key"))
	f.StringVar(&name, "name", "minhbach.witness", c.say("tên của khóa khi tạo mới", "name of a key that is made"))
	f.StringArrayVar(&logs, "log", nil, c.say("khóa kiểm tra của một sổ cái (lặp lại được)", "verifier key of a log (repeatable)"))
	return cmd
}

// witnessKey reads the key and makes it where there is none.
func witnessKey(file, name string) (*witness.Signer, error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		private, _, err := witness.NewKey(name)
		if err != nil {
			return nil, err
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, err
		}
		_, err = fmt.Fprintln(f, private)
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return nil, err
		}
		return witness.NewSigner(private, now)
	}
	if err != nil {
		return nil, err
	}
	s, err := witness.NewSigner(strings.TrimSpace(string(raw)), now)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return s.Shutdown(end)
	}
}
