package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code explain} shows of a value that is secret. */
class SafeTextTest {
  private static final String KEY = "5b0c3f".repeat(10) + "abcd";

  @Test
  void keysOfTheSpoolAreNotShownHoweverTheyAreWritten() {
    ConfigNode written = new ConfigNode.Text(KEY, Origin.DEFAULT);

    assertThat(SafeText.of(ConfigOptions.SPOOL_KEY, written)).isEqualTo("***");
    assertThat(SafeText.of(ConfigOptions.SPOOL_OLD_KEYS, written)).isEqualTo("***");
  }

  @Test
  void neitherUserNorQueryOfAnEndpointIsShown() {
    assertThat(SafeText.withoutUser("https://me:s3cret@there:4318/v1/traces?key=s3cret"))
        .isEqualTo("https://***@there:4318/v1/traces?***");
    assertThat(SafeText.withoutUser("https://there:4318/v1/traces"))
        .isEqualTo("https://there:4318/v1/traces");
    assertThat(SafeText.withoutUser("is it?")).isEqualTo("is it?");
  }
}
