package com.acme.fraud;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * {@code java -jar fraud-server.jar [--server.port=0] [--models=DIR] [--answers=FILE]}.
 *
 * <p>Port 0 takes any free port; the one taken is logged. Models are looked for in {@code models}
 * beside the jar unless said otherwise.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class FraudServer {
  public static void main(String[] args) {
    SpringApplication.run(FraudServer.class, args);
  }

  @Bean
  ModelDirectory models(@Value("${models:}") String directory) {
    Path beside = new ApplicationHome(FraudServer.class).getDir().toPath();
    return new ModelDirectory(beside.resolve(directory.isEmpty() ? "models" : directory));
  }

  @Bean
  FraudModel fraud(ModelDirectory models) throws Exception {
    return new FraudModel(models.file("fraud.json"));
  }

  @Bean
  CategoryModel category(ModelDirectory models) throws Exception {
    return new CategoryModel(models.file("category.onnx"));
  }

  @Bean
  AnswerLog answers(@Value("${answers:}") String file, ObjectMapper json) throws Exception {
    return file.isEmpty() ? AnswerLog.none() : AnswerLog.appendingTo(Path.of(file), json);
  }

  @EventListener
  void ready(ServletWebServerInitializedEvent event) {
    LoggerFactory.getLogger(FraudServer.class)
        .info("answering on http://127.0.0.1:{}", event.getWebServer().getPort());
  }
}
