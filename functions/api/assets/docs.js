// Beside the page instead of in it, because the page allows no inline scripts.
window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
});
