package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

// combiner lets writers share transactions, since what a write costs is its
// commit. Whoever finds no leader leads: runs everything that waits in one
// transaction, commits and tells everybody. Nobody waits for company, and
// nothing runs in the background.
type combiner struct {
	mu      sync.Mutex
	queue   []*job
	leading bool
}

// job is one write that waits for its transaction.
type job struct {
	ctx  context.Context
	f    func(session) error
	wake chan struct{} // closed when the job is done or its owner is to lead
	// leads says that the owner was woken to lead.
	leads bool
	done  bool
	err   error
	// panicked is what f panicked with; it goes on in the caller of f.
	panicked any
}

// errLeaderGone answers those whose leader's goroutine ended while it worked.
var errLeaderGone = errors.New("write: the transaction was abandoned")

// write runs f in a transaction that it may share with other writes, and
// returns when it is committed. An error of f, or a panic, takes back only what
// f did; an error of the commit goes to everybody who took part. Where another
// write of the transaction fails, f runs a second time, so that it may leave
// nothing behind but what it returns.
func (s *Store) write(ctx context.Context, f func(session) error) error {
	j := &job{ctx: ctx, f: f, wake: make(chan struct{})}
	c := &s.writing
	c.mu.Lock()
	c.queue = append(c.queue, j)
	lead := !c.leading
	c.leading = true
	c.mu.Unlock()
	if !lead {
		<-j.wake
	}
	if !j.done {
		s.lead(ctx)
	}
	if j.panicked != nil {
		panic(j.panicked)
	}
	return j.err
}

// lead runs what waits, the leader's own job among it, and hands the lead on
// to one of those who came meanwhile.
func (s *Store) lead(ctx context.Context) {
	c := &s.writing
	// Those who are about to write anyway come along. Where nobody is, this
	// returns at once.
	runtime.Gosched()
	c.mu.Lock()
	batch := c.queue
	c.queue = nil
	c.mu.Unlock()
	err := errLeaderGone
	defer func() {
		for _, j := range batch {
			if err != nil && j.err == nil && j.panicked == nil {
				j.err = err
			}
			j.done = true
		}
		c.mu.Lock()
		c.leading = len(c.queue) > 0
		if c.leading {
			c.queue[0].leads = true
			close(c.queue[0].wake)
		}
		c.mu.Unlock()
		for _, j := range batch {
			if !j.leads {
				close(j.wake)
			}
		}
	}()
	// The leader's own deadline must not end the work of the others.
	err = s.together(context.WithoutCancel(ctx), batch)
}

// errOneFailed: a batch that ran without savepoints holds a job that failed.
var errOneFailed = errors.New("write: a job of the batch failed")

// together runs a batch in one transaction. Its error is one of the whole.
// Since hardly ever a job fails, the batch runs in the hope that none does,
// which saves two statements for each; where one did, nothing is kept and all
// run again, each in its savepoint. A job that is alone needs none: its
// transaction is one.
func (s *Store) together(ctx context.Context, batch []*job) error {
	err := s.transact(ctx, batch, false)
	if errors.Is(err, errOneFailed) && len(batch) > 1 {
		return s.transact(ctx, batch, true)
	}
	if errors.Is(err, errOneFailed) {
		return nil // its caller is told by the job
	}
	return err
}

// transact runs the jobs of a batch in a transaction, each in a savepoint of
// its own where these are wanted, and commits where there is something to
// commit. Without savepoints the first job that fails ends it all.
func (s *Store) transact(ctx context.Context, batch []*job, savepoints bool) error {
	tx := s.writes.WithContext(ctx).Begin()
	if tx.Error != nil {
		return fmt.Errorf("begin: %w", tx.Error)
	}
	committed := false
	defer func() {
		if !committed {
			tx.Rollback()
		}
	}()
	q, worth := session{ctx, tx}, 0
	for _, j := range batch {
		if j.err = j.ctx.Err(); j.err != nil {
			continue
		}
		ok, err := j.run(q, savepoints)
		if err != nil {
			return err
		}
		if ok {
			worth++
		}
	}
	if worth == 0 {
		return nil
	}
	if err := tx.Commit().Error; err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// run runs one job and says whether there is something of it to commit.
func (j *job) run(q session, savepoint bool) (ok bool, err error) {
	if savepoint {
		if err := q.exec("savepoint", "SAVEPOINT turn"); err != nil {
			return false, err
		}
	}
	j.panicked = nil
	j.try(q)
	ok = j.err == nil && j.panicked == nil
	if !savepoint {
		if !ok {
			err = errOneFailed
		}
		return ok, err
	}
	if !ok {
		// SQLite drops the whole transaction on some errors, a full disk
		// among them. Then there is no savepoint either, and the others
		// must not go on outside a transaction.
		if err := q.exec("undo", "ROLLBACK TO turn"); err != nil {
			return false, errors.Join(j.err, err)
		}
	}
	return ok, q.exec("savepoint", "RELEASE turn")
}

// try runs the function and catches its panic.
func (j *job) try(q session) {
	defer func() {
		if p := recover(); p != nil {
			j.panicked = p
		}
	}()
	j.err = j.f(q)
}
