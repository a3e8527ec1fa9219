package web

import (
	"context"
	"fmt"
	"time"
)

// Limits counts what may not be done too often, for all nodes together.
type Limits interface {
	// Spend counts one act in a bucket and says how long to wait when there were more than most within the time; 0 when it
	// may go on. A bucket's name may hold an address or a person's mail: it is stored so that neither can be read back.
	Spend(ctx context.Context, bucket string, most int, within time.Duration) (wait time.Duration, err error)
}

// Rate is how often an act may be done.
type Rate struct {
	Act    string // "sign_in.mail"
	Most   int
	Within time.Duration
}

// Within counts an act of a subject and says whether it is within the rate, for what goes on in another way when it is not.
func (r *Request) Within(rate Rate, subject string) (bool, error) {
	wait, err := r.site.Limits.Spend(r.Context(), rate.Act+" "+subject, rate.Most, rate.Within)
	if err != nil {
		return false, fmt.Errorf("limit %s: %w", rate.Act, err)
	}
	return wait <= 0, nil
}

// Limit counts an act of a subject, such as r.Client() or a mail address. The error is an answer of 429 that says how long to wait.
func (r *Request) Limit(rate Rate, subject string) error {
	wait, err := r.site.Limits.Spend(r.Context(), rate.Act+" "+subject, rate.Most, rate.Within)
	if err != nil {
		return fmt.Errorf("limit %s: %w", rate.Act, err)
	}
	if wait <= 0 {
		return nil
	}
	return tooOften(wait)
}
