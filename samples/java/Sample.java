import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A lending platform in one file of Java 17, without a library: from its own key pair to the repaid loan, in
 * depository. Run it beside a sandbox (npm start) with "java samples/java/Sample.java"; it prints the pages that an
 * investor and a borrower have to open, waits for the notices, and ends when the loan is repaid. It believes nothing
 * that the custodian did not sign.
 */
public final class Sample {
  /** The custodian refused, signed: nothing was moved. */
  static final class Refused extends RuntimeException {
    Refused(String why) {
      super(why);
    }
  }

  /** No answer, or none that the custodian signed: the order may have been executed. Never taken for a refusal. */
  static final class Unknown extends RuntimeException {
    Unknown(String why) {
      super(why);
    }
  }

  private static final int TRIES = 4;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
  /** Minutes that a person may take for a page. */
  private static final int PATIENCE = 30;
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  private final String custodian;
  private final String bank;
  private final String number = String.valueOf(random(7_000_000_000L, 7_999_999_999L));
  private final KeyPair keys;
  private final PublicKey custodianKey;
  private final HttpServer receiver;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();
  /** What is known of orders by their numbers. The same notice may come twice: the second changes nothing. */
  private final Map<String, CompletableFuture<String>> outcomes = new ConcurrentHashMap<>();
  private int orders = 0;

  Sample(String custodian, String bank) throws IOException, GeneralSecurityException, InterruptedException {
    this.custodian = custodian;
    this.bank = bank;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = "http://127.0.0.1:" + receiver.getAddress().getPort();
    custodianKey = registerPlatform();
    receiver.createContext("/notify", exchange -> receive(exchange, "NOTIFY"));
    receiver.createContext("/return", exchange -> receive(exchange, "CALLBACK"));
    receiver.setExecutor(Executors.newCachedThreadPool());
    receiver.start();
  }

  /** What an operator of the custodian does; a sandbox lets everybody be one. Answers the key to verify with. */
  private PublicKey registerPlatform() throws IOException, GeneralSecurityException, InterruptedException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    String spki = lines.encodeToString(keys.getPublic().getEncoded());
    Path file = Files.createTempFile("platform", ".pem");
    try {
      Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + spki + "\n-----END PUBLIC KEY-----\n");
      List<String> words = new ArrayList<>(List.of("node", "bin/cunguan.js", "--json", "platform", "create"));
      words.addAll(List.of("--no", number, "--name", "样例平台", "--dialect", "depository"));
      words.addAll(List.of("--public-key", file.toString(), "--notify-url", address + "/notify"));
      Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) throw new IllegalStateException("platform create failed");
      String pem = read(made, "custodianPublicKey").replaceAll("-----[^-]+-----|\\s", "");
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
    } finally {
      Files.delete(file);
    }
  }

  // ---- signatures: SHA1withRSA over exact bytes, in hex

  private String sign(byte[] data) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA1withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(data);
    return HexFormat.of().formatHex(signature.sign());
  }

  private boolean isSigned(byte[] data, String hex) {
    try {
      Signature signature = Signature.getInstance("SHA1withRSA");
      signature.initVerify(custodianKey);
      signature.update(data);
      return signature.verify(HexFormat.of().parseHex(hex));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      return false;
    }
  }

  // ---- what goes out

  private String newNumber() {
    orders += 1;
    return "R" + orders;
  }

  /** The signed envelope. The text of reqData is made once: its bytes are signed, and the same bytes are sent. */
  private HttpResponse<byte[]> post(String path, String service, Map<String, Object> data) throws IOException {
    try {
      data.put("timestamp", ZonedDateTime.now(ZoneId.of("Asia/Shanghai")).format(STAMP));
      String reqData = write(data);
      Map<String, String> form = new LinkedHashMap<>();
      form.put("serviceName", service);
      form.put("platformNo", number);
      form.put("reqData", reqData);
      form.put("signature", sign(reqData.getBytes(StandardCharsets.UTF_8)));
      String body = form.entrySet().stream()
          .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
          .collect(Collectors.joining("&"));
      HttpRequest request = HttpRequest.newBuilder(URI.create(custodian + path))
          .timeout(CALL_TIMEOUT)
          .header("content-type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  /** A direct order, answered at once. Throws Refused or Unknown. */
  private String call(String service, Map<String, Object> data) {
    HttpResponse<byte[]> answer;
    try {
      answer = post("/service", service, data);
    } catch (IOException lost) {
      throw new Unknown(service + ": " + lost);
    }
    if (!isSigned(answer.body(), answer.headers().firstValue("signature").orElse(""))) {
      throw new Unknown(service + ": HTTP " + answer.statusCode() + ", not signed by the custodian");
    }
    String said = new String(answer.body(), StandardCharsets.UTF_8);
    String code = read(said, "respCode");
    String sentence = service + " " + code + ": " + read(said, "respMsg");
    if (code.equals("00001")) throw new Unknown(sentence); // the custodian does not know itself
    if (!code.equals("00000")) throw new Refused(sentence);
    return said;
  }

  /** For services that have one effect however often they arrive, and queries: the same request again. */
  private String callUntilKnown(String service, Map<String, Object> data) throws InterruptedException {
    for (int attempt = 1; attempt < TRIES; attempt += 1) {
      try {
        return call(service, data);
      } catch (Unknown unknown) {
        System.out.println("  " + unknown.getMessage() + "; the same request again");
        TimeUnit.SECONDS.sleep(attempt);
      }
    }
    return call(service, data);
  }

  /** An order that its owner confirms on a page of the custodian's. Answers its number once the notice has come. */
  private String page(String who, String service, Map<String, Object> data, String mobile) throws Exception {
    String requestNo = newNumber();
    data.put("requestNo", requestNo);
    data.put("callbackUrl", address + "/return");
    outcomes.put(requestNo, new CompletableFuture<>());
    // A shop would hand this form to the browser; posted from here, the answer tells where the page is.
    HttpResponse<byte[]> answer = post("/gateway", service, data);
    String location = answer.headers().firstValue("location").orElse("");
    if (answer.statusCode() != 303 || location.isEmpty()) throw new Refused(service + ": no page was opened");
    String code = mobile.isEmpty() ? "" : " (SMS code: " + bank + "/sandbox/sms?mobile=" + mobile + ")";
    System.out.println(who + ", please open " + URI.create(custodian).resolve(location) + code);
    String outcome = outcomes.get(requestNo).get(PATIENCE, TimeUnit.MINUTES);
    String sentence = service + " " + requestNo + " " + read(outcome, "respMsg");
    if (!read(outcome, "respCode").equals("00000")) throw new Refused(sentence);
    System.out.println("  notice: " + sentence);
    return requestNo;
  }

  // ---- what comes in

  /** Takes a notice or a browser that comes back; what is verified counts, and is acknowledged after it was kept. */
  private void receive(HttpExchange exchange, String responseType) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    for (String pair : body.split("&")) {
      String[] field = pair.split("=", 2);
      if (field.length == 2) form.put(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8));
    }
    String data = form.getOrDefault("respData", "");
    boolean believed = number.equals(form.get("platformNo")) && responseType.equals(form.get("responseType"))
        && isSigned(data.getBytes(StandardCharsets.UTF_8), form.getOrDefault("signature", ""));
    boolean notice = responseType.equals("NOTIFY");
    CompletableFuture<String> order = believed && notice ? outcomes.get(read(data, "requestNo")) : null;
    if (order != null) order.complete(data);
    String page = believed ? read(data, "requestNo") + ": " + read(data, "respMsg") : "not signed by the custodian";
    byte[] text = (believed && notice ? "OK" : page).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(believed ? 200 : 400, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  // ---- the loan

  /** The first signed call: whether keys, envelope and addresses are right is known before money is involved. */
  private void greet() {
    try {
      call("PROJECT_QUERY", fields("projectNo", "p1"));
    } catch (Refused refused) {
      // Signed, and so an answer: there is no such project yet.
    }
    System.out.println("platform " + number + " is known, and takes notices at " + address + "/notify");
  }

  private void register(String who, String user, String role, String name) throws Exception {
    String mobile = "139" + random(10_000_000, 99_999_999);
    Map<String, Object> person = fields("userNo", user, "userRole", role, "realName", name, "mobile", mobile);
    person.putAll(fields("idNumber", idNumber(), "cardNumber", cardNumber()));
    page(who, "PERSONAL_REGISTER", person, mobile);
  }

  private void deposit(String who, String user, String amount) throws Exception {
    Map<String, Object> data = fields("userNo", user, "amount", amount, "payCompany", "YEEPAY");
    data.putAll(fields("rechargeWay", "WEB", "bankId", "ICBC"));
    page(who, "RECHARGE", data, "");
  }

  /** Money set aside for a purpose; answers the number under which it is confirmed later. */
  private String hold(String who, String user, String bizType, String amount) throws Exception {
    Map<String, Object> data = fields("userNo", user, "bizType", bizType, "amount", amount, "projectNo", "p1");
    return page(who, "USER_PRE_FREEZE", data, "");
  }

  private String available(String user) throws InterruptedException {
    return read(callUntilKnown("USER_QUERY", fields("userNo", user)), "availableAmount");
  }

  private void moveProject(String status) {
    call("MODIFY_PROJECT", fields("requestNo", newNumber(), "projectNo", "p1", "projectStatus", status));
  }

  /** A loan's whole life: 8000.00 for 30 days, 80.00 for the platform, 45.60 of interest. */
  private void lend() throws Exception {
    register("Investor", "u1", "INVESTOR", "张三");
    register("Borrower", "u2", "BORROWERS", "李四");
    deposit("Investor", "u1", "10000.00");
    Map<String, Object> project = fields("requestNo", newNumber(), "userNo", "u2", "projectNo", "p1");
    project.putAll(fields("projectAmount", "8000.00", "projectName", "装修贷款", "projectDesc", "到期还本付息"));
    project.putAll(fields("projectType", "STANDARD", "projectPeriod", 30, "annualRate", "6.8"));
    project.put("repaymentWay", "ONE_TIME");
    call("CREATE_PROJECT", project);
    String tender = hold("Investor", "u1", "TENDER", "8000.00");
    Map<String, Object> loan = fields("requestNo", newNumber(), "projectNo", "p1", "commission", "80.00");
    loan.put("details", List.of(fields("preRequestNo", tender, "amount", "8000.00")));
    callUntilKnown("CONFIRM_LOAN", loan);
    System.out.println("lent: the borrower has " + available("u2"));
    moveProject("REPAYING");
    deposit("Borrower", "u2", "200.00");
    String held = hold("Borrower", "u2", "REPAYMENT", "8045.60");
    Map<String, Object> repayment = fields("requestNo", newNumber(), "preRequestNo", held, "projectNo", "p1");
    repayment.put("details", List.of(fields("userNo", "u1", "amount", "8000.00", "interest", "45.60")));
    callUntilKnown("CONFIRM_REPAYMENT", repayment);
    moveProject("FINISH");
    System.out.println("repaid: the investor has " + available("u1") + ", the borrower " + available("u2"));
  }

  // ---- made-up people

  /** An ID number of nobody, with the right check character (GB 11643). */
  private static String idNumber() {
    String body = "33010619900307" + random(100, 999);
    int sum = 0;
    for (int i = 0; i < 17; i += 1) sum += (body.charAt(i) - '0') * ((1 << (17 - i)) % 11);
    return body + "10X98765432".charAt(sum % 11);
  }

  /** A card of 工商银行 with the right check digit (Luhn); last digits below 1000 have a fate in the sandbox. */
  private static String cardNumber() {
    String body = "622202" + random(100_000_000, 999_999_999) + random(100, 999);
    int sum = 0;
    for (int i = 0; i < body.length(); i += 1) {
      int digit = (body.charAt(body.length() - 1 - i) - '0') * (i % 2 == 0 ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return body + (10 - sum % 10) % 10;
  }

  private static long random(long least, long most) {
    return ThreadLocalRandom.current().nextLong(least, most + 1);
  }

  // ---- as much JSON as this needs; a platform of more than one file takes a library

  private static Map<String, Object> fields(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
    return map;
  }

  private static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().map(each -> write(each.getKey()) + ":" + write(each.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Sample::write).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof String text) return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return String.valueOf(value);
  }

  /** The text of a field of a flat JSON object; "" when it is not there. */
  private static String read(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    return found.find() ? found.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\") : "";
  }

  public static void main(String[] words) throws Exception {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) chosen.put(words[i], words[i + 1]);
    Sample platform = new Sample(
        chosen.getOrDefault("--custodian", "http://127.0.0.1:8080"),
        chosen.getOrDefault("--bank", "http://127.0.0.1:8081"));
    int status = 1;
    try {
      platform.greet();
      platform.lend();
      status = 0;
    } catch (Refused | Unknown told) {
      System.err.println(told.getMessage());
    }
    System.exit(status);
  }
}
