package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples that the authors of each kind publish, and what only looks like one. */
class SensitiveTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMAIL|alice@example.org",
        "EMAIL|bad address: o'brien+news@mail.example.co.uk, see log",
        "EMAIL|mailto:alice%40example.com",
        "EMAIL|用户@例子.公司",
        "EMAIL|a@xn--bcher-kva.xn--p1ai",
        "PAYMENT_CARD|4111111111111111",
        "PAYMENT_CARD|card 4111 1111 1111 1111 was refused",
        "PAYMENT_CARD|3782-822463-10005",
        "PAYMENT_CARD|pan=5555555555554444;",
        "PAYMENT_CARD|id4111111111111111x",
        "PAYMENT_CARD|４１１１ １１１１ １１１１ １１１１",
        "PAYMENT_CARD|4111\u00A01111\u00A01111\u00A01111",
        "PHONE|+44 20 7946 0958",
        "PHONE|+1 (212) 555-1234",
        "PHONE|+4915112345678",
        "PHONE|(212) 555-1234",
        "PHONE|212-555-1234",
        "PHONE|call 1-212-555-1234 now",
        "PHONE|06 12 34 56 78",
        "PHONE|020 7946 0958",
        "PHONE|07700 900123",
        "PHONE|0151/23456789",
        "PHONE|090-1234-5678",
        "PHONE|0033612345678",
        "IBAN|GB82 WEST 1234 5698 7654 32",
        "IBAN|DE89370400440532013000",
        "IBAN|fr1420041010050500013m02606",
        "IBAN|NO93 8601 1117 947.",
        "NATIONAL_ID|078-05-1120",
        "NATIONAL_ID|529.982.247-25",
        "NATIONAL_ID|52998224725",
        "NATIONAL_ID|44051401359",
        "NATIONAL_ID|86 095 742 719",
        "NATIONAL_ID|2345 6789 0124",
        "NATIONAL_ID|255081416802538",
        "NATIONAL_ID|11010519491231002X",
        "NATIONAL_ID|811228-9874",
        "NATIONAL_ID|131052-308T",
        "NATIONAL_ID|010100A123D",
        "NATIONAL_ID|756.9217.0769.85",
        "NATIONAL_ID|AB 12 34 56 C",
        "NATIONAL_ID|MRTMTT91D08F205J",
        "NATIONAL_ID|12345678Z",
        "NATIONAL_ID|X-1234567-L",
        "IP_ADDRESS|192.168.10.7",
        "IP_ADDRESS|from 10.0.0.1:8080",
        "IP_ADDRESS|2001:db8::8a2e:370:7334",
        "IP_ADDRESS|[fe80::1]",
        "IP_ADDRESS|::ffff:192.0.2.128",
        "JWT|eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "JWT|Authorization: eyJhbGciOiJub25lIn0.eyJqb2UiOiJ0cnVlIn0.",
        "API_KEY|AKIAIOSFODNN7EXAMPLE",
        "API_KEY|token ghp_0123456789abcdefghijklmnopqrstuvwxyz is revoked",
        "API_KEY|-----BEGIN RSA PRIVATE KEY-----",
      })
  void publishedExamplesAreFound(SensitiveKind kind, String text) {
    assertThat(SensitiveText.find(text)).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FR",
        "approved",
        "4111111111111112",
        "1732831200123",
        "1732831200123456",
        "1732831200123456789",
        "2024-11-28T22:14:11.123Z",
        "28.11.2024 22:14",
        "0.4111111111111111",
        "react@18.2.0",
        "@media",
        "user@localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "00:1a:2b:3c:4d:5e",
        "12:34:56",
        "std::vector",
        "Face::Add",
        "550e8400-e29b-41d4-a716-446655440000",
        "DE89370400440532013001",
        "900-00-0000",
        "529.982.247-26",
        "12345678A",
        "SKU-12345",
        "eyJ",
        "sk-learn",
      })
  void lookalikesAreNot(String text) {
    assertThat(SensitiveText.find(text)).isNull();
  }

  @Test
  void nothingIsFoundBeyondTheEnd() {
    assertThat(SensitiveText.find("to alice@example.org", 9)).isNull();
  }

  /** Texts that make a backtracking pattern slow: each start must look ahead by little. */
  @ParameterizedTest
  @Timeout(120)
  @ValueSource(
      strings = {
        "1 ",
        "1",
        "a@",
        "eyJa.",
        "1.",
        "a:",
        "::",
        "+1",
        "(1",
        "AB12",
        "-----BEGIN ",
        "%40"
      })
  void workGrowsWithTheLengthAndNoFaster(String piece) {
    String text = piece.repeat(500_000);

    assertThat(SensitiveText.find(text)).isIn(null, SensitiveKind.EMAIL, SensitiveKind.IP_ADDRESS);
  }
}
