package io.plumbline.it.harness;

import java.util.List;
import java.util.Map;

/**
 * A kernel that has no locks, as of a network file system whose lock daemon is down: {@code
 * fcntl(F_SETLK)} answers {@code ENOLCK}, for every file. By a seccomp filter, which perl installs
 * before it becomes the program.
 */
public final class NoLocks {
  /** Of the system calls, by {@code os.arch}: prctl, fcntl. */
  private static final Map<String, List<String>> NUMBERS =
      Map.of("amd64", List.of("157", "72"), "aarch64", List.of("167", "25"));

  private static final String FILTER =
      """
      my ($prctl, $fcntl) = (shift, shift);
      my @filter = (
        [0x20, 0, 0, 0],           # load the number of the call
        [0x15, 0, 3, $fcntl],      # another one: allow
        [0x20, 0, 0, 24],          # load its second argument
        [0x15, 0, 1, 6],           # not F_SETLK: allow
        [0x06, 0, 0, 0x50000 | 37],  # fail with ENOLCK
        [0x06, 0, 0, 0x7fff0000]); # allow
      my $code = join "", map { pack "SCCL", @$_ } @filter;
      my $program = pack "Sx6P", scalar(@filter), $code;
      syscall(0 + $prctl, 38, 1, 0, 0, 0) == 0 or die "PR_SET_NO_NEW_PRIVS: $!";
      syscall(0 + $prctl, 22, 2, $program) == 0 or die "PR_SET_SECCOMP: $!";
      exec @ARGV or die "@ARGV: $!";
      """;

  private NoLocks() {}

  /**
   * Becomes the program that follows it.
   *
   * @throws org.opentest4j.TestAbortedException when this machine does not allow it
   */
  public static List<String> command() {
    List<String> numbers = NUMBERS.get(System.getProperty("os.arch"));
    if (numbers == null) {
      throw Allowed.skipped("the numbers of system calls of " + System.getProperty("os.arch"));
    }
    return Allowed.orSkip(List.of("perl", "-e", FILTER, numbers.get(0), numbers.get(1)));
  }
}
